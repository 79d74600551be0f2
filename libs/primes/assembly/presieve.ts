// The multiples of a prime p repeat every p bytes. Eight patterns hold the bitmaps without the multiples of two or
// three primes each; the AND of all eight, 16 bytes a step, crosses off the 22 primes 7..97 at once.

import { clearBit, residue } from './wheel';

/**
 * Primes of each pattern, 0 for none. Its period is their product in bytes: grouped so that all lie between 7 and
 * 34 KB, 125 KB together, which stays in the L2 cache.
 */
const groups: StaticArray<u32> = [
  7, 67, 71, /**/ 11, 41, 73, /**/ 13, 43, 59, /**/ 17, 37, 53, /**/ 19, 29, 61, /**/ 23, 31, 47, /**/ 79, 97, 0, /**/ 83, 89, 0,
];
const periods: StaticArray<u32> = [33_299, 32_923, 32_981, 33_337, 33_611, 33_511, 7_663, 7_387];
/** A step may start in the last byte of a period and read 15 bytes on; rounded up to keep patterns aligned. */
const overhang: u32 = 64;

/** Memory of all patterns, bytes. */
export const patternBytes: u32 = 33_299 + 32_923 + 32_981 + 33_337 + 33_611 + 33_511 + 7_663 + 7_387 + 8 * 64;

/** Bytes 0..3 of the bitmap of all primes: there the patterns cross off the primes that they are made of. */
const firstBytes: u32 = 0x7e_ef_df_fe;

// @ts-ignore: decorator
@inline
function patternAt(patterns: u32, index: u32): u32 {
  let at = patterns;
  for (let i: u32 = 0; i < index; i++) at += unchecked(periods[i]) + overhang;
  return at;
}

/** Writes the patterns; once for each memory. */
export function writePatterns(patterns: u32): void {
  for (let index: u32 = 0; index < 8; index++) {
    const at = patternAt(patterns, index);
    const length = unchecked(periods[index]) + overhang;
    memory.fill(at, 0xff, length);
    for (let member: u32 = 0; member < 3; member++) {
      const p = unchecked(groups[index * 3 + member]);
      if (p === 0) continue;
      for (let w: u32 = 0; w < 8; w++) {
        const multiple = p * residue(w);
        for (let i = multiple / 30; i < length; i += p) clearBit(at + i, multiple);
      }
    }
  }
}

/** Fills a bitmap that starts at byte0 with the numbers without a prime factor ≤ 97; up to 15 bytes more. */
export function presieve(patterns: u32, at: u32, length: u32, byte0: u64): void {
  const s0 = patterns;
  const s1 = patternAt(patterns, 1);
  const s2 = patternAt(patterns, 2);
  const s3 = patternAt(patterns, 3);
  const s4 = patternAt(patterns, 4);
  const s5 = patternAt(patterns, 5);
  const s6 = patternAt(patterns, 6);
  const s7 = patternAt(patterns, 7);
  let i0 = phase(byte0, 0);
  let i1 = phase(byte0, 1);
  let i2 = phase(byte0, 2);
  let i3 = phase(byte0, 3);
  let i4 = phase(byte0, 4);
  let i5 = phase(byte0, 5);
  let i6 = phase(byte0, 6);
  let i7 = phase(byte0, 7);
  for (let done: u32 = 0; done < length; ) {
    let run = length - done;
    run = min(min(min(run, left(i0, 0)), min(left(i1, 1), left(i2, 2))), left(i3, 3));
    run = min(min(min(run, left(i4, 4)), min(left(i5, 5), left(i6, 6))), left(i7, 7));
    for (let i: u32 = 0; i < run; i += 16) {
      const low = and4(s0 + i0 + i, s1 + i1 + i, s2 + i2 + i, s3 + i3 + i);
      const high = and4(s4 + i4 + i, s5 + i5 + i, s6 + i6 + i, s7 + i7 + i);
      v128.store(at + done + i, v128.and(low, high));
    }
    run = (run + 15) & ~15;
    done += run;
    i0 = turn(i0 + run, 0);
    i1 = turn(i1 + run, 1);
    i2 = turn(i2 + run, 2);
    i3 = turn(i3 + run, 3);
    i4 = turn(i4 + run, 4);
    i5 = turn(i5 + run, 5);
    i6 = turn(i6 + run, 6);
    i7 = turn(i7 + run, 7);
  }
  for (let byte = byte0; byte < 4; byte++) store<u8>(at + <u32>(byte - byte0), <u8>(firstBytes >> (<u32>byte << 3)));
}

// @ts-ignore: decorator
@inline
function phase(byte0: u64, index: u32): u32 {
  return <u32>(byte0 % <u64>unchecked(periods[index]));
}

// @ts-ignore: decorator
@inline
function left(i: u32, index: u32): u32 {
  return unchecked(periods[index]) - i;
}

// @ts-ignore: decorator
@inline
function turn(i: u32, index: u32): u32 {
  const period = unchecked(periods[index]);
  return i >= period ? i - period : i;
}

// @ts-ignore: decorator
@inline
function and4(a: u32, b: u32, c: u32, d: u32): v128 {
  return v128.and(v128.and(v128.load(a), v128.load(b)), v128.and(v128.load(c), v128.load(d)));
}
