import { decodePrimes } from '../block/decode-primes.ts';
import { type BlockFacts, factsOf } from '../block/facts.ts';
import { blockBase, clipToRange, type Range, wheelResidues, wheelPrimes } from '../block/range.ts';
import { integerRoot, smallPrimes } from '../numbers/small-primes.ts';

/** End of the ranges that the plain sieve takes: its positions are doubles. */
const maxPlain = 2n ** 53n;

const bitOfResidue = new Int8Array(30).fill(-1);
for (const [bit, residue] of wheelResidues.entries()) bitOfResidue[residue] = bit;

/**
 * The plain sieve: what the kernel computes, in code that can be checked by reading. Tests compare the kernel with it.
 * Leaves in the bitmap the integers of the range that no prime ≤ limit divides, except such primes themselves.
 */
export function plainExtract(bitmap: Uint8Array, range: Range, limit: number): void {
  bitmap.fill(0xff);
  clipToRange(bitmap, range);
  crossOff(bitmap, range, 7, limit);
}

/** Crosses off the multiples of the base primes in (limit, √to). */
export function plainTransform(bitmap: Uint8Array, range: Range, limit: number): void {
  crossOff(bitmap, range, limit + 1, Number(integerRoot(range.to)));
}

/** Crosses off the multiples m·p, m ≥ p, of the primes p in [low, high]. */
function crossOff(bitmap: Uint8Array, range: Range, low: number, high: number): void {
  if (range.to > maxPlain) throw new RangeError(`to ${range.to} exceeds ${maxPlain}`);
  const base = Number(blockBase(range.from));
  for (const prime of smallPrimes(Math.min(high, Number(integerRoot(range.to))))) {
    if (prime < low || prime < 7) continue;
    for (const residue of wheelResidues) {
      const multiplier = firstMultiplier(Math.max(prime, Math.ceil(base / prime)), residue);
      const offset = prime * multiplier - base;
      const mask = ~(1 << (bitOfResidue[offset % 30] ?? 0));
      for (let index = Math.floor(offset / 30); index < bitmap.length; index += prime) {
        bitmap[index] = (bitmap[index] ?? 0) & mask;
      }
    }
  }
}

/** The least multiplier ≥ least that is ≡ residue mod 30. */
function firstMultiplier(least: number, residue: number): number {
  return least + ((residue - (least % 30) + 30) % 30);
}

/** Reads the facts off a bitmap prime by prime, without checksum and samples. */
export function plainFacts(bitmap: Uint8Array, range: Range): BlockFacts {
  return factsOf([...wheelPrimes(range), ...decodePrimes(bitmap, blockBase(range.from))]);
}
