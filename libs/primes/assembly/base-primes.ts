// The base primes above 97 of the small and medium tiers, sorted into the classes p mod 30 = RESIDUES[w] and stored as
// quotients q = ⌊p/30⌋, ascending. The host writes them; a header of eight {address, count} pairs says where.

import { residue } from './wheel';

// @ts-ignore: decorator
@inline
export function quotientsOf(header: u32, w: u32): u32 {
  return load<u32>(header + (w << 3));
}

/** How many primes of a class are ≤ limit, by bisection. */
export function countUpTo(header: u32, w: u32, limit: u32): u32 {
  const quotients = quotientsOf(header, w);
  let low: u32 = 0;
  let high = load<u32>(header + (w << 3), 4);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u32>(quotients + (middle << 2)) * 30 + residue(w) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
