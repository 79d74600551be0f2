import { blockBase, type Range } from '../block/range.ts';
import { digitsOf, maxDigits } from '../numbers/digits.ts';

/** Numbers of the largest window, which those of up to 20 digits have; the more digits, the longer each test takes. */
export const maxWindowNumbers = 2 ** 24;
/** Expected gaps in a window for each wanted prime: transform stops early, so that the rest costs a sieve only. */
const gapsPerPrime = 4n;

/** Numbers of the largest window where numbers have so many digits: testing it takes minutes at most. */
export function maxWindow(digits: number): number {
  return Math.max(30_000, Math.floor(maxWindowNumbers / Math.ceil(digits / 20) ** 2));
}

/**
 * A window from `from` on that probably holds the next `primesWanted` primes: the average gap is ln n (prime number
 * theorem).
 * @throws {RangeError} if `from` has too many digits
 */
export function windowFor(from: bigint, primesWanted: number): Range {
  const digits = digitsOf(from);
  if (digits > maxDigits) throw new RangeError(`base of ${digits} digits exceeds ${maxDigits}`);
  const gap = BigInt(Math.ceil(digits * Math.LN10));
  const wanted = gapsPerPrime * gap * BigInt(Math.max(1, primesWanted));
  const bound = BigInt(maxWindow(digits));
  const length = wanted < bound ? wanted : bound;
  // Whole bytes, so that the next window starts at a base of its own.
  return { from, to: blockBase(from + length) + 30n };
}

/** @throws {RangeError} if the numbers of the window are too large, or too many, to be tested */
export function checkWindow({ from, to }: Range): void {
  const digits = digitsOf(to);
  if (digits > maxDigits) throw new RangeError(`base of ${digits} digits exceeds ${maxDigits}`);
  const bound = maxWindow(digits) + 60;
  if (to - from > BigInt(bound)) {
    throw new RangeError(`window of ${to - from} numbers of ${digits} digits exceeds ${bound}`);
  }
}
