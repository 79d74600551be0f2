import { wheelResidues } from './range.ts';

/** The integers of a bitmap in ascending order. The primes 2, 3 and 5 have no bit: wheelPrimes names them. */
export function* decodePrimes(bitmap: Uint8Array, base: bigint): Generator<bigint, void> {
  for (const [index, byte] of bitmap.entries()) {
    if (byte === 0) continue;
    const start = base + BigInt(index) * 30n;
    for (const [bit, residue] of wheelResidues.entries()) {
      if (byte & (1 << bit)) yield start + BigInt(residue);
    }
  }
}
