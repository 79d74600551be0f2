// The mod-30 wheel: byte i of a bitmap stands for the numbers 30·i + {1, 7, 11, 13, 17, 19, 23, 29}, lowest bit first.

export const residues: StaticArray<u8> = [1, 7, 11, 13, 17, 19, 23, 29];

/** For each m mod 30, the index of the least residue of the wheel that is ≥ m. */
const nextIndexOf: StaticArray<u8> = [
  0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7,
];

// @ts-ignore: decorator
@inline
export function residue(index: u32): u32 {
  return <u32>unchecked(residues[index]);
}

// @ts-ignore: decorator
@inline
export function nextIndex(m: u32): u32 {
  return <u32>unchecked(nextIndexOf[m]);
}

/** Clears the bit of n in the byte at an address. ⌊8x/30⌋ numbers the residues x of the wheel 0..7. */
// @ts-ignore: decorator
@inline
export function clearBit(at: u32, n: u32): void {
  const mask = ~(<u32>1 << (((n % 30) * 8) / 30));
  store<u8>(at, <u8>(<u32>load<u8>(at) & mask));
}

/**
 * The least multiplier m ≥ max(p, ⌈low/p⌉) that is coprime to 30: the multiples of p below p·m have a smaller prime
 * factor, or none. Exact for low + 6·2^32 < 2^64.
 */
// @ts-ignore: decorator
@inline
export function firstMultiplier(low: u64, p: u64): u64 {
  let m = low / p;
  if (m * p !== low) m++;
  if (m < p) m = p;
  const turn = m / 30;
  return turn * 30 + residue(nextIndex(<u32>(m - turn * 30)));
}
