/** Returns the next pseudo-random number in [0, 1). */
export type Random = () => number;

/**
 * The generator mulberry32: 32 bits of state, good enough to spread load.
 * @param seed an integer in [0, 2^32)
 * @see https://github.com/cprosche/mulberry32
 */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
