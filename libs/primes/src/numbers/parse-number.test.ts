import { expect, test } from 'vitest';
import { numberForms, parseNumber } from './parse-number.ts';

test.each([
  ['0', 0n],
  ['1_000_000', 1_000_000n],
  ['1e12', 1_000_000_000_000n],
  ['25E3', 25_000n],
  ['1e+12', 1_000_000_000_000n],
  ['1E+3+1e+2-1', 1_099n],
  ['10^12', 1_000_000_000_000n],
  ['2^40-87', 1_099_511_627_689n],
  ['10^12+10^9', 1_001_000_000_000n],
  [' 7 ', 7n],
])('%s is %s', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each([
  '',
  'x',
  '1.5',
  '1e',
  '^2',
  '1__0',
  '0x10',
  '1e-3',
  '1e+',
  '1e++2',
  '2^+3',
  '1 000',
  '1,000',
  '++1',
  'NaN',
])('%s is no number', (text) => {
  expect(() => parseNumber(text)).toThrow(SyntaxError);
  expect(() => parseNumber(text)).toThrow(`is not a number: write ${numberForms}`);
});

test('every form that is named is read', () => {
  for (const form of numberForms.split(/, | or /)) expect(parseNumber(form)).toBeGreaterThan(0n);
});

test('of a long text that is refused only the beginning is shown', () => {
  for (const text of ['x'.repeat(10 ** 6), `-${'9'.repeat(10 ** 4)}`]) {
    expect(() => parseNumber(text)).toThrow(/^.{1,160}$/);
  }
});

test.each(['-1', '2^3-9', '-0'])('%s is refused as negative', (text) => {
  expect(() => parseNumber(text)).toThrow(/is below 0/);
});

test.each(['10^20000', '1e999999999999', '9'.repeat(20_001), '2^99999999'])(
  '%.20s… is refused as too long',
  (text) => {
    expect(() => parseNumber(text)).toThrow(/has more than 20000 digits/);
  },
);

test('the largest number of 20000 digits is read', () => {
  expect(parseNumber('10^20000-1'.replace('10^20000', '9e19999'))).toBe(9n * 10n ** 19_999n - 1n);
});
