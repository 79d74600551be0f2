import { expect, test } from 'vitest';
import { CancelledError } from '../block/cancelled-error.ts';
import { checksum } from '../block/checksum.ts';
import { CorruptBlockError } from '../block/corrupt-block-error.ts';
import { bitmapLength, clipToRange, type Range } from '../block/range.ts';
import { isTrialAffordable, trialDivide } from './trial-division.ts';

/** Every integer of the range that is coprime to 30. */
function candidates(range: Range): Uint8Array {
  const bitmap = new Uint8Array(bitmapLength(range)).fill(0xff);
  clipToRange(bitmap, range);
  return bitmap;
}

function divide(range: Range, isCancelled = () => false): number {
  const bitmap = candidates(range);
  return trialDivide(bitmap, range, { checksum: checksum(bitmap), isCancelled }).primes;
}

// π(10^n) less 2, 3 and 5, OEIS A006880; [10^12, 10^12 + 10^4) by primesieve; 25 = 5² and 49 = 7² are borders.
test.each([
  [0n, 10n ** 6n, 78_498 - 3],
  [0n, 10n ** 5n, 9_592 - 3],
  [10n ** 12n, 10n ** 12n + 100n, 4],
  [48n, 54n, 1],
  [0n, 7n, 0],
])('[%d, %d) holds %d primes with a bit', (from, to, expected) => {
  expect(divide({ from, to })).toBe(expected);
});

test('candidates that are not those of the checksum are refused', () => {
  const range = { from: 0n, to: 100n };
  const wrong = { checksum: 1n, isCancelled: () => false };
  expect(() => trialDivide(candidates(range), range, wrong)).toThrow(CorruptBlockError);
});

test('it ends when it is cancelled', () => {
  expect(() => divide({ from: 0n, to: 10_000n }, () => true)).toThrow(CancelledError);
});

test.each([
  [{ from: 0n, to: 10n ** 7n }, true],
  [{ from: 10n ** 12n, to: 10n ** 12n + 30_000n }, true],
  [{ from: 10n ** 12n, to: 10n ** 12n + 62_914_560n }, false],
  [{ from: 2n ** 40n, to: 2n ** 40n + 1n }, false],
])('of %o it is affordable: %s', (range, expected) => {
  expect(isTrialAffordable(range)).toBe(expected);
});
