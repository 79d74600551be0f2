import { expect, test } from 'vitest';
import { maxDigits } from './limits.ts';
import { decodeInteger, decodeRange, encodeRange } from './range-codec.ts';

test('ranges of any size survive the wire', () => {
  const range = { from: 2n ** 53n + 1n, to: 10n ** 500n };
  expect(decodeRange(encodeRange(range))).toEqual(range);
});

test.each(['', '-1', '1.5', '1e9', ' 7', '٣', '0x10', 'NaN'])('%j is no integer', (text) => {
  expect(() => decodeInteger(text, 'range.from')).toThrow(
    `range.from ${JSON.stringify(text)} is not a decimal`,
  );
});

test('an integer over the digit bound is refused with length and bound', () => {
  expect(() => decodeInteger('9'.repeat(maxDigits + 1), 'range.to')).toThrow(
    'range.to of 20001 digits exceeds 20000 digits',
  );
});

test.each([
  [null, 'range is required'],
  [{ from: '5', to: '5' }, 'range.from 5 must be below range.to 5'],
  [{ from: '6', to: '5' }, 'range.from 6 must be below range.to 5'],
])('%j is refused', (range, message) => {
  expect(() => decodeRange(range)).toThrow(message);
});
