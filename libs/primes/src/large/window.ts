import { maxDigits } from '../parse-number.ts';
import { blockBase, type Range } from '../range.ts';

/** Largest window beyond maxSieved, in candidates' digits: numbers of the window times their digits, cubed in cost. */
export const maxWindowNumbers = 2 ** 24;
/** Windows hold so many expected gaps per prime wanted: transform stops early, so that the rest costs a sieve only. */
const gapsPerPrime = 4n;

/** Decimal digits of n. */
export function digitsOf(n: bigint): number {
  return n.toString().length;
}

/** Largest window at numbers of so many digits: what is tested there takes minutes at most. */
export function maxWindow(digits: number): number {
  return Math.max(30_000, Math.floor(maxWindowNumbers / Math.ceil(digits / 20) ** 2));
}

/**
 * A window from `from` on that probably holds the next `primesWanted` primes: their gaps are ln n on average (prime
 * number theorem).
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

/** @throws {RangeError} if numbers so large, or so many of them, are not tested */
export function checkWindow({ from, to }: Range): void {
  const digits = digitsOf(to);
  if (digits > maxDigits) throw new RangeError(`base of ${digits} digits exceeds ${maxDigits}`);
  const bound = maxWindow(digits) + 60;
  if (to - from > BigInt(bound)) {
    throw new RangeError(`window of ${to - from} numbers of ${digits} digits exceeds ${bound}`);
  }
}
