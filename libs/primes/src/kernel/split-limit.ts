import { maxSieved } from '../block/range.ts';
import { digitsOf } from '../numbers/digits.ts';
import { integerRoot } from '../numbers/small-primes.ts';

/**
 * Largest B1. It is below mediumLimit, where the base primes that are kept by class end. And a remainder below it times
 * 2^32 is exact in a double, which the windows beyond maxSieved need.
 */
export const maxSieveLimit = 2 ** 21;

/** Primes up to this one are crossed off by patterns, at almost no cost: the split counts from here. */
const largestPatternPrime = 97;

/**
 * Share of the crossing off, Σ 1/p, that the extractor takes. More than half, since the larger primes leave the L1 cache
 * and cost more per multiple: at 10^12 extractor and transformer then spend about the same.
 */
const extractorShare = 0.72;

/**
 * B1, the bound up to which the extractor crosses off; the transformer takes the base primes from there to √to.
 * Crossing off a prime costs about 1/p, and Σ 1/p over (a, b] ≈ ln ln b − ln ln a (Mertens). So the extractor's share
 * ends where ln ln B1 divides the way from ln ln 97 to ln ln √to in that proportion.
 * Beyond maxSieved it is the bound that windows are sieved by.
 */
export function splitLimit(to: bigint): number {
  if (to > maxSieved) return windowSieveLimit(digitsOf(to));
  const root = Number(integerRoot(to));
  if (root <= largestPatternPrime) return largestPatternPrime;
  const low = Math.log(Math.log(largestPatternPrime));
  const high = Math.log(Math.log(root));
  return Math.round(Math.exp(Math.exp(low + extractorShare * (high - low))));
}

/**
 * The bound that windows of numbers of so many digits are sieved by. Sieving on from B costs 1/ln B per number and saves
 * the tests of 1/(B ln B) of them. That pays while B is below the time of all tests divided by that of one remainder,
 * which grows as digits³.
 */
function windowSieveLimit(digits: number): number {
  return Math.min(maxSieveLimit, Math.max(20_000, Math.round(digits ** 2 * 2)));
}
