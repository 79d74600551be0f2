import { expect, test } from 'vitest';
import { formatBytes, formatInteger, formatMagnitude, formatSeconds } from './format-quantity.ts';

test.each([
  ['0', '0'],
  ['999', '999'],
  ['1000', '1,000'],
  ['36190991', '36,190,991'],
  [`1${'0'.repeat(499)}7`, '100000000000…000000000007 (501 digits)'],
])('integer %s reads %s', (value, text) => {
  expect(formatInteger(value)).toBe(text);
});

test.each([
  [0.000_04, '0.04 ms'],
  [0.0123, '12.3 ms'],
  [3.4213, '3.42 s'],
  [59.4, '59.4 s'],
  [75, '1 min 15 s'],
  [7_260, '2 h 1 min'],
])('%d seconds read %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [0, '0.00'],
  [512, '512'],
  [292_000_000, '292 M'],
  [1e12, '1.00 T'],
])('%d reads %s', (value, text) => {
  expect(formatMagnitude(value)).toBe(text);
});

test('bytes carry their unit', () => {
  expect([formatBytes('191234048'), formatBytes(12)]).toEqual(['191 MB', '12.0 B']);
});
