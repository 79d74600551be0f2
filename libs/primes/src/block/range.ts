/** A half-open range of integers, [from, to). */
export interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** Numbers that one byte of a bitmap stands for. */
export const numbersPerByte = 30;

/** Residues mod 30 that the bits of a byte stand for, lowest bit first. */
export const wheelResidues = [1, 7, 11, 13, 17, 19, 23, 29] as const;

/** Primes that divide 30 and so have no bit. */
const primesOfWheel = [2n, 3n, 5n] as const;

/**
 * End of the ranges that are sieved. Below it no 64-bit sum in the kernel can wrap: the greatest overshoot is
 * six times a base prime p < 2^32 beyond the end of a block, 6 · 2^32 + 30 · 2^26 < 2^37.
 */
export const maxSieved = 2n ** 64n - 2n ** 37n;

/** The integer that byte 0 of a block stands for: the largest multiple of 30 ≤ from. */
export function blockBase(from: bigint): bigint {
  return from - (from % 30n);
}

/** Bytes of the bitmap of a range, 0 for an empty one. */
export function bitmapLength({ from, to }: Range): number {
  return to <= from ? 0 : Number((to - blockBase(from) + 29n) / 30n);
}

/** The primes of the range that no bitmap holds: those of 2, 3 and 5 that lie in it. */
export function wheelPrimes({ from, to }: Range): bigint[] {
  return primesOfWheel.filter((prime) => from <= prime && prime < to);
}

/**
 * Clears the bits of a block that stand for integers outside the range, and for 1, which is not prime.
 * Only the first and the last byte can hold any.
 */
export function clipToRange(bitmap: Uint8Array, { from, to }: Range): void {
  const base = blockBase(from);
  const clip = (index: number): void => {
    const start = base + BigInt(index) * 30n;
    for (const [bit, residue] of wheelResidues.entries()) {
      const value = start + BigInt(residue);
      if (value < from || value >= to || value === 1n) bitmap[index] = (bitmap[index] ?? 0) & ~(1 << bit);
    }
  };
  if (bitmap.length === 0) return;
  clip(0);
  clip(bitmap.length - 1);
}

/** @throws {RangeError} if the range runs backwards, starts below 0 or needs more than maxBytes of bitmap */
export function checkRange(range: Range, maxBytes: number): void {
  const { from, to } = range;
  if (from < 0n) throw new RangeError(`from ${from} is below 0`);
  if (to < from) throw new RangeError(`to ${to} is below from ${from}`);
  const bytes = bitmapLength(range);
  if (bytes > maxBytes) throw new RangeError(`block of ${bytes} bytes exceeds ${maxBytes}`);
}
