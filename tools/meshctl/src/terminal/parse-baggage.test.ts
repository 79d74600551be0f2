import { expect, test } from 'vitest';
import { parseBaggage } from './parse-baggage.ts';

test('entries become a record', () => {
  expect(parseBaggage(['mesh.tenant=acme', 'user=a=b c;d'])).toEqual({
    'mesh.tenant': 'acme',
    user: 'a=b c;d',
  });
});

test.each([
  ['mesh.tenant', 'must be key=value'],
  ['=acme', 'no token'],
  ['mesh tenant=acme', '"mesh tenant=acme"'],
  ['ключ=1', 'no token'],
  ['mesh.tenant=', 'no value'],
  [`mesh.job=${'x'.repeat(5_000)}`, 'takes 5009 bytes, at most 4096'],
])('entry %.20s is refused', (entry, reason) => {
  expect(() => parseBaggage([entry])).toThrow(reason);
});

test('a key given twice is refused', () => {
  expect(() => parseBaggage(['a=1', 'a=2'])).toThrow('--baggage a was given twice');
});

test('more than the propagator carries is refused', () => {
  const entries = ['a', 'b', 'c'].map((key) => `${key}=${'é'.repeat(600)}`);
  expect(() => parseBaggage(entries)).toThrow('takes 10809 bytes together, at most 8192');
  expect(() => parseBaggage(Array.from({ length: 181 }, (_, i) => `k${i}=1`))).toThrow('at most 180');
});
