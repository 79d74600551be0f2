// Base primes so large that few of their multiples fall into a block: the bucket sieve of T. Oliveira e Silva. A lane is
// a row of consecutive blocks. It keeps the next multiple of each prime, in the bucket of the unit where that lies. A unit then touches only the primes that have a multiple in it. What a lane keeps is a cache: it can be
// rebuilt for any block from the base primes.
//
// A bucket is a list of 8 KiB chunks with entries of two words:
//   byte in the unit << 6 | class of the prime << 3 | class w of the multiplier,   quotient q = ⌊p/30⌋
// The first word of a chunk links to the chunk filled before it.

import { bytesBefore } from './cross-off';
import { firstMultiplier, nextIndex, residue } from './wheel';

/**
 * Bytes of a unit, 2^19: with its entries it stays in a 1 MiB L2 cache. Larger: fewer moves of an entry; smaller: the
 * bitmap stays closer. At most 2^26, the room of an entry's byte.
 */
const logUnitBytes: u32 = 19;
export const unitBytes: u32 = 1 << logUnitBytes;

/** Buckets of the ring: the widest move is six times a prime below 2^32, so 6·2^32/30 bytes = 1639 units. */
export const buckets: u32 = 2048;

export const chunkBytes: u32 = 8192;
const chunkHeader: u32 = 8;

/** The step table: for the class of a prime and of a multiplier, how to go on to its next multiple. */
export const stepTableBytes: u32 = 64 * 4;

let steps: u32 = 0;
let tails: u32 = 0; // where the next entry of each bucket goes, 0 for none yet
let spare: u32 = 0; // list of emptied chunks
let fresh: u32 = 0; // chunks from here on were not used yet
let current: u32 = 0; // bucket of the unit that comes next

/** Writes the step table: mask | wheel steps << 8 | extra bytes << 16 | next index << 24. Once for each memory. */
export function writeSteps(table: u32): void {
  for (let index: u32 = 0; index < 64; index++) {
    const r = residue(index >> 3);
    const w = index & 7;
    const m = residue(w);
    const next = w === 7 ? 31 : residue(w + 1);
    const mask = ~(<u32>1 << (((r * m) % 30) * 8) / 30) & 0xff;
    const extra = (r * next) / 30 - (r * m) / 30;
    store<u32>(table + (index << 2), mask | ((next - m) << 8) | (extra << 16) | (((index & ~7) | ((w + 1) & 7)) << 24));
  }
}

/** Starts a lane without primes. `tailsAt` is room for buckets words, `heap` a multiple of chunkBytes with the rest. */
export function resetLane(stepsAt: u32, tailsAt: u32, heap: u32): void {
  steps = stepsAt;
  tails = tailsAt;
  memory.fill(tails, 0, buckets << 2);
  spare = 0;
  fresh = heap;
  current = 0;
}

/** End of the chunks used so far. */
export function laneEnd(): u32 {
  return fresh;
}

function newChunk(link: u32): u32 {
  let chunk = spare;
  if (chunk !== 0) spare = load<u32>(chunk);
  else {
    chunk = fresh;
    fresh += chunkBytes;
  }
  store<u32>(chunk, link);
  return chunk + chunkHeader;
}

// @ts-ignore: decorator
@inline
function push(bucket: u32, place: u32, q: u32): void {
  const tailAt = tails + ((bucket & (buckets - 1)) << 2);
  let tail = load<u32>(tailAt);
  if ((tail & (chunkBytes - 1)) === 0) tail = newChunk(tail === 0 ? 0 : tail - chunkBytes);
  store<u32>(tail, place);
  store<u32>(tail, q, 4);
  store<u32>(tailAt, tail + 8);
}

/**
 * Adds to the lane, whose next unit starts at byte0, the base primes in (low, high] from a sieved bitmap of base numbers
 * that starts at baseByte0.
 */
export function addToLane(at: u32, length: u32, baseByte0: u32, low: u32, high: u32, byte0: u64): void {
  for (let i: u32 = 0; i < length; i++) {
    for (let bits: u32 = load<u8>(at + i); bits !== 0; bits &= bits - 1) {
      const c = ctz(bits);
      const q = baseByte0 + i;
      const r = residue(c);
      const p = q * 30 + r;
      if (p <= low || p > high) continue;
      const m = firstMultiplier(byte0 * 30, p);
      const index = bytesBefore(q, r, m, byte0);
      const place = ((<u32>index & (unitBytes - 1)) << 6) | (c << 3) | nextIndex(<u32>(m % 30));
      push(current + <u32>(index >> logUnitBytes), place, q);
    }
  }
}

/** Crosses off the multiples in the lane's next unit, which lies at an address, and goes on by a unit. */
export function crossUnit(at: u32): void {
  drain(at, true);
}

/** Goes on by a unit without crossing off: for a block that another thread sieves. */
export function skipUnit(): void {
  drain(0, false);
}

// @ts-ignore: decorator
@inline
function drain(at: u32, isCrossing: bool): void {
  const tailAt = tails + ((current & (buckets - 1)) << 2);
  let end = load<u32>(tailAt);
  store<u32>(tailAt, 0);
  while (end !== 0) {
    const chunk = (end - 1) & ~(chunkBytes - 1);
    for (let entry = chunk + chunkHeader; entry < end; entry += 8) {
      const place = load<u32>(entry);
      const q = load<u32>(entry, 4);
      let index = place >> 6;
      let state = place & 63;
      do {
        const stepBits = load<u32>(steps + (state << 2));
        if (isCrossing) store<u8>(at + index, <u8>(<u32>load<u8>(at + index) & stepBits));
        index += q * ((stepBits >> 8) & 0xff) + ((stepBits >> 16) & 0xff);
        state = stepBits >> 24;
      } while (index < unitBytes);
      push(current + (index >> logUnitBytes), ((index & (unitBytes - 1)) << 6) | state, q);
    }
    const link = load<u32>(chunk);
    store<u32>(chunk, spare);
    spare = chunk;
    end = link === 0 ? 0 : link + chunkBytes;
  }
  current++;
}

/** Crosses off the base primes in (low, high] of a sieved bitmap of base numbers in one block, without a lane. */
export function crossWithoutLane(
  stepsAt: u32,
  baseAt: u32,
  baseLength: u32,
  baseByte0: u32,
  low: u32,
  high: u32,
  at: u32,
  length: u32,
  byte0: u64,
): void {
  for (let i: u32 = 0; i < baseLength; i++) {
    for (let bits: u32 = load<u8>(baseAt + i); bits !== 0; bits &= bits - 1) {
      const c = ctz(bits);
      const q = baseByte0 + i;
      const r = residue(c);
      const p = q * 30 + r;
      if (p <= low || p > high) continue;
      const m = firstMultiplier(byte0 * 30, p);
      let index = bytesBefore(q, r, m, byte0);
      let state = (c << 3) | nextIndex(<u32>(m % 30));
      while (index < <u64>length) {
        const stepBits = load<u32>(stepsAt + (state << 2));
        store<u8>(at + <u32>index, <u8>(<u32>load<u8>(at + <u32>index) & stepBits));
        index += q * ((stepBits >> 8) & 0xff) + ((stepBits >> 16) & 0xff);
        state = stepBits >> 24;
      }
    }
  }
}
