import { propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { allowedBaggage, baggageAttributesProcessor } from './baggage.ts';

function withBaggage(entries: Record<string, string>): Context {
  const pairs = Object.entries(entries).map(([key, value]) => [key, { value }]);
  return propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(Object.fromEntries(pairs)));
}

test('only keys of the table are allowed, those of a family by their beginning', () => {
  const all = {
    'mesh.tenant': 'a',
    'mesh.fault.loader': 'b',
    'mesh.fault.': 'c',
    'mesh.tenants': 'd',
    user: 'e',
  };
  expect(allowedBaggage(withBaggage(all))).toEqual({ 'mesh.tenant': 'a', 'mesh.fault.loader': 'b' });
});

test('a metric gets a bounded number of values of an open key, the rest as other', () => {
  const { process } = baggageAttributesProcessor();
  const seen = new Set<unknown>();
  for (let tenant = 0; tenant < 1_000; tenant += 1) {
    seen.add(process({}, withBaggage({ 'mesh.tenant': `t${tenant}` }))['mesh.tenant']);
  }
  expect(seen.size).toBe(51);
  expect(process({}, withBaggage({ 'mesh.tenant': 't49' }))).toEqual({ 'mesh.tenant': 't49' });
  expect(process({}, withBaggage({ 'mesh.tenant': 't50' }))).toEqual({ 'mesh.tenant': 'other' });
});

test.each([
  [{ 'mesh.tier': 'gold' }, { 'mesh.tier': 'gold' }],
  [{ 'mesh.tier': 'platinum' }, { 'mesh.tier': 'other' }],
  [{ 'mesh.request_id': 'r-1', user: 'u' }, {}],
])('baggage %j becomes %j on a metric', (baggage, expected) => {
  expect(baggageAttributesProcessor().process({}, withBaggage(baggage))).toEqual(expected);
});

test('an observable instrument, which has no context, keeps its attributes', () => {
  expect(baggageAttributesProcessor().process({ a: 1 })).toEqual({ a: 1 });
});
