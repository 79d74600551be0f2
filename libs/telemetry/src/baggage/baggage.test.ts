import { propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { setBaggagePolicy } from './rules.ts';
import { allowedBaggage } from './allowed-baggage.ts';
import { baggageAttributesProcessor } from './metric-attributes.ts';

function withBaggage(entries: Record<string, string>): Context {
  const pairs = Object.entries(entries).map(([key, value]) => [key, { value }]);
  return propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(Object.fromEntries(pairs)));
}

test('only keys and values of the table are allowed', () => {
  const all = {
    'mesh.tenant': 'a',
    'mesh.fault.loader': 'error:0.3',
    'mesh.fault.extractor': 'explode',
    'mesh.fault.': 'error:0.3',
    'mesh.tenants': 'd',
    user: 'e',
  };
  const allowed = { 'mesh.tenant': 'a', 'mesh.fault.loader': 'error:0.3' };
  expect(allowedBaggage(withBaggage(all))).toEqual(allowed);
});

test.each(['other', '(none)'])('%s, which is a line of its own on a bill, is no tenant', (tenant) => {
  expect(allowedBaggage(withBaggage({ 'mesh.tenant': tenant }))).toEqual({});
  expect(baggageAttributesProcessor().process({}, withBaggage({ 'mesh.tenant': tenant }))).toEqual({});
  expect(allowedBaggage(withBaggage({ 'mesh.tenant': `${tenant}s` }))).toEqual({
    'mesh.tenant': `${tenant}s`,
  });
});

test('with a list of tenants, metrics name those alone', () => {
  const switches = { FAULTS_ENABLED: true, DEBUG_ENABLED: true };
  setBaggagePolicy({ switches, tenants: ['acme'] });
  const { process } = baggageAttributesProcessor();
  const label = (tenant: string) => process({}, withBaggage({ 'mesh.tenant': tenant }))['mesh.tenant'];
  expect([label('acme'), label('globex')]).toEqual(['acme', 'other']);
  setBaggagePolicy({ switches, tenants: [] });
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
  [{ 'mesh.tier': 'platinum' }, {}],
  [{ 'mesh.request_id': 'r-1', user: 'u' }, {}],
])('baggage %j becomes %j on a metric', (baggage, expected) => {
  expect(baggageAttributesProcessor().process({}, withBaggage(baggage))).toEqual(expected);
});

test('an observable instrument, which has no context, keeps its attributes', () => {
  expect(baggageAttributesProcessor().process({ a: 1 })).toEqual({ a: 1 });
});
