import { wheelResidues } from '../block/range.ts';
import { maxSieveLimit } from '../kernel/split-limit.ts';
import { smallPrimes } from '../numbers/small-primes.ts';

/** The primes up to `known`, which grows on demand. */
let known = 20_000;
let primes = smallPrimes(known);

/** Primes whose product is below 2^192 share one division of the base. */
const primesPerDivision = 9;
const word = 2 ** 32;
const remainderLimbs = new BigUint64Array(3);
const remainderWords = new Uint32Array(remainderLimbs.buffer);

/** Crosses off the multiples of the primes 7 to limit in a window. It starts at `base`, a multiple of 30 above limit. */
export function sieveWindow(bitmap: Uint8Array, base: bigint, limit: number, poll: () => void): void {
  if (limit > maxSieveLimit) throw new RangeError(`sieve limit ${limit} exceeds ${maxSieveLimit}`);
  if (limit > known) {
    primes = smallPrimes(limit);
    known = limit;
  }
  for (let start = 3; start < primes.length && (primes[start] ?? 0) <= limit; start += primesPerDivision) {
    if (start % (64 * primesPerDivision) === 3) poll();
    const group = primes.subarray(start, start + primesPerDivision);
    setRemainder(base, group);
    for (const prime of group) if (prime <= limit) crossOff(bitmap, prime, remainder(prime));
  }
}

/** Keeps the base mod the product of the primes, in words. */
function setRemainder(base: bigint, group: Uint32Array): void {
  let product = 1n;
  for (const prime of group) product *= BigInt(prime);
  const rest = base % product;
  remainderLimbs[0] = BigInt.asUintN(64, rest);
  remainderLimbs[1] = BigInt.asUintN(64, rest >> 64n);
  remainderLimbs[2] = rest >> 128n;
}

/** The kept remainder mod p < 2^21, by Horner's rule; the quotient by 1/p is off by at most one. */
function remainder(prime: number): number {
  const inverse = 1 / prime;
  let rest = 0;
  for (let i = 5; i >= 0; i--) {
    const value = rest * word + (remainderWords[i] ?? 0);
    rest = value - Math.floor(value * inverse) * prime;
    if (rest < 0) rest += prime;
    else if (rest >= prime) rest -= prime;
  }
  return rest;
}

function crossOff(bitmap: Uint8Array, prime: number, rest: number): void {
  const numbers = bitmap.length * 30;
  const first = rest === 0 ? 0 : prime - rest;
  // Odd multiples only: the base is even.
  for (let offset = first % 2 === 0 ? first + prime : first; offset < numbers; offset += 2 * prime) {
    const bit = bitOfResidue[offset % 30] ?? -1;
    if (bit >= 0) {
      const index = Math.floor(offset / 30);
      bitmap[index] = (bitmap[index] ?? 0) & ~(1 << bit);
    }
  }
}

const bitOfResidue = new Int8Array(30).fill(-1);
for (const [bit, residue] of wheelResidues.entries()) bitOfResidue[residue] = bit;
