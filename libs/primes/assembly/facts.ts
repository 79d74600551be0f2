// The facts of a bitmap, without visiting each prime: sums by prefix sums and 16-byte table look-ups, gaps by looking
// only where bytes are empty. All offsets are counted from the number that byte 0 stands for.

import { population } from './bits';
import { residue } from './wheel';

/** Vectors whose sums of residues (at most 2 · 120 a lane) fit 16-bit lanes. */
const vectorsPerChunk: u32 = 256;

// @ts-ignore: decorator
@inline
const twinsInByte: u64 = 0x1414_1414_1414_1414; // 11, 13 and 17, 19: bits 2 and 4 with the bit above
// @ts-ignore: decorator
@inline
const twinsAcross: u64 = 0x0101_0101_0101_0101; // 29, 31: bit 7 with bit 0 of the next byte

let widest: u32 = 0;
let widestAt: u32 = 0;

/**
 * Writes six 64-bit numbers to `out`: count, sum of offsets, first offset, last offset, widest gap, offset of its lower
 * prime. Returns the number of twin pairs. Without primes all are 0.
 */
export function facts(at: u32, length: u32, out: u32): u32 {
  const count = population(at, length);
  widest = 0;
  widestAt = 0;
  const first = count === 0 ? 0 : offsetFrom(at, at);
  const last = count === 0 ? 0 : offsetBefore(at, at + length);
  if (count > 1) findWidestGap(at, first, last);
  store<u64>(out, count);
  store<u64>(out, sumOfOffsets(at, length), 8);
  store<u64>(out, first, 16);
  store<u64>(out, last, 24);
  store<u64>(out, widest, 32);
  store<u64>(out, widestAt, 40);
  return twins(at, length);
}

/**
 * Σ offsets = Σ over bytes of 30 · position · bits + residues of the bits. The position splits into that of the 16-byte
 * vector, summed as Σ v·n_v = V·N − Σ (n_0 + … + n_v), and the lane, whose bits are counted apart.
 */
function sumOfOffsets(at: u32, length: u32): u64 {
  const lowNibble = i8x16(0, 1, 7, 8, 11, 12, 18, 19, 13, 14, 20, 21, 24, 25, 31, 32);
  const highNibble = i8x16(0, 17, 19, 36, 23, 40, 42, 59, 29, 46, 48, 65, 52, 69, 71, 88);
  const nibble = i8x16.splat(15);
  const vectors = (length + 15) >> 4;
  let count: u64 = 0;
  let prefixes: u64 = 0;
  let residues: u64 = 0;
  let lanes: u64 = 0;
  for (let done: u32 = 0; done < vectors; done += vectorsPerChunk) {
    const end = at + (min(done + vectorsPerChunk, vectors) << 4);
    let low = i16x8.splat(0); // bits in lanes 0..7
    let high = i16x8.splat(0); // bits in lanes 8..15
    let sums = i16x8.splat(0);
    for (let p = at + (done << 4); p < end; p += 16) {
      count += popcnt(load<u64>(p)) + popcnt(load<u64>(p, 8));
      prefixes += count;
      const vector = v128.load(p);
      const bits = i8x16.popcnt(vector);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(bits));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(bits));
      const sum = i8x16.add(
        i8x16.swizzle(lowNibble, v128.and(vector, nibble)),
        i8x16.swizzle(highNibble, i8x16.shr_u(vector, 4)),
      );
      sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(sum));
    }
    const weighted = i32x4.add(
      i32x4.dot_i16x8_s(low, i16x8(0, 1, 2, 3, 4, 5, 6, 7)),
      i32x4.dot_i16x8_s(high, i16x8(8, 9, 10, 11, 12, 13, 14, 15)),
    );
    lanes += horizontalSum(weighted);
    residues += horizontalSum(i32x4.extadd_pairwise_i16x8_u(sums));
  }
  const vectorPositions = <u64>vectors * count - prefixes;
  return 30 * (16 * vectorPositions + lanes) + residues;
}

// @ts-ignore: decorator
@inline
function horizontalSum(v: v128): u64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_u(v), i64x2.extend_high_i32x4_u(v));
  return i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1);
}

function twins(at: u32, length: u32): u32 {
  let count: u64 = 0;
  for (let p = at; p < at + length; p += 8) {
    const word = load<u64>(p);
    const inByte = word & (word >> 1) & twinsInByte;
    const across = (word >> 7) & ((word >> 8) | (load<u64>(p, 8) << 56)) & twinsAcross;
    count += popcnt(inByte | (across << 1));
  }
  return <u32>count;
}

/**
 * Two primes d bytes apart are at most 30d + 28 apart, with d − 1 empty bytes between them, and 2w − 1 empty bytes in a
 * row hold an aligned group of w. So once a gap wider than 30(2w − 1) + 28 is known, all wider ones lie around empty
 * groups of w bytes. Tries w = 4 (one group in a hundred is empty near 10^12), then 2, then visits each prime.
 */
function findWidestGap(at: u32, first: u32, last: u32): void {
  visitEmptyGroups<u32>(at, first, last);
  if (widest > 30 * 7 + 28) return;
  visitEmptyGroups<u16>(at, first, last);
  if (widest > 30 * 3 + 28) return;
  widest = 0;
  let lower = first;
  while (lower < last) lower = noteGap(at, lower, at + lower / 30);
}

function visitEmptyGroups<T>(at: u32, first: u32, last: u32): void {
  widest = 0;
  const end = at + last / 30;
  let p = (at + first / 30) & ~15;
  let seen = at + first / 30 + 1; // no group below it is to be visited
  while (p < end) {
    if (!v128.all_true<T>(v128.load(p))) {
      for (let group = p; group < p + 16; group += <u32>sizeof<T>()) {
        if (group < seen || group >= end || load<T>(group) !== 0) continue;
        seen = at + noteGap(at, offsetBefore(at, group), group) / 30;
      }
    }
    p += 16;
  }
}

/** Measures the gap above the prime `lower`, looking from an address on; returns the upper prime. */
// @ts-ignore: decorator
@inline
function noteGap(at: u32, lower: u32, from: u32): u32 {
  const upper = from === at + lower / 30 ? offsetAfter(at, lower) : offsetFrom(at, from);
  if (upper - lower > widest) {
    widest = upper - lower;
    widestAt = lower;
  }
  return upper;
}

/** Offset of the first bit at or above an address; there must be one. */
function offsetFrom(at: u32, address: u32): u32 {
  let p = address;
  let word = load<u64>(p);
  while (word === 0) {
    p += 8;
    word = load<u64>(p);
  }
  return offsetOf(at, p, <u32>ctz(word));
}

/** Offset of the first bit above a given one; there must be one. */
function offsetAfter(at: u32, offset: u32): u32 {
  const p = at + offset / 30;
  const bit = ((offset % 30) * 8) / 30;
  const rest = load<u64>(p) & (~(<u64>1) << bit);
  return rest === 0 ? offsetFrom(at, p + 8) : offsetOf(at, p, <u32>ctz(rest));
}

/** Offset of the last bit below an address; there must be one. */
function offsetBefore(at: u32, address: u32): u32 {
  let p = address - 1;
  while (load<u8>(p) === 0) p--;
  return offsetOf(at, p, 31 - <u32>clz(<u32>load<u8>(p)));
}

// @ts-ignore: decorator
@inline
function offsetOf(at: u32, address: u32, bit: u32): u32 {
  return (address - at + (bit >> 3)) * 30 + residue(bit & 7);
}
