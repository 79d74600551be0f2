// The tiers of the sieve that keep nothing between calls.

import { countUpTo, quotientsOf } from './base-primes';
import {
  medium1, medium7, medium11, medium13, medium17, medium19, medium23, medium29,
  placeSmall, small1, small7, small11, small13, small17, small19, small23, small29,
} from './cross-off';
import { presieve } from './presieve';
import { residue } from './wheel';

/**
 * Bytes crossed off at a time by the small primes, so that they stay in the L1 data cache (48 KiB on the machine it was
 * tuned on, 32 KiB on most older ones). Larger: fewer entries into the turns; smaller: room for the places.
 */
const l1Bytes: u32 = 40 * 1024;

/**
 * Crosses off the primes in (low, high] in the `length` bytes at `at`, which start at byte0, L1 block by L1 block, after
 * filling each from the patterns if `patterns` is not 0. `places` is room for 4 bytes a prime.
 */
export function sieveSmall(
  patterns: u32,
  header: u32,
  places: u32,
  at: u32,
  length: u32,
  byte0: u64,
  low: u32,
  high: u32,
): void {
  let room = places;
  for (let w: u32 = 0; w < 8; w++) {
    const skip = countUpTo(header, w, low);
    const count = countUpTo(header, w, max(low, high)) - skip;
    placeSmall(residue(w), byte0, quotientsOf(header, w) + (skip << 2), room, count);
    room += count << 2;
  }
  for (let done: u32 = 0; done < length; done += l1Bytes) {
    const size = min(l1Bytes, length - done);
    if (patterns !== 0) presieve(patterns, at + done, size, byte0 + done);
    room = places;
    for (let w: u32 = 0; w < 8; w++) {
      const skip = countUpTo(header, w, low);
      const count = countUpTo(header, w, max(low, high)) - skip;
      smallClass(w, at + done, at + done + size, quotientsOf(header, w) + (skip << 2), room, count);
      room += count << 2;
    }
  }
}

/** Crosses off the primes of one class in (low, high] over a whole block. */
export function sieveMedium(header: u32, w: u32, at: u32, length: u32, byte0: u64, low: u32, high: u32): void {
  const skip = countUpTo(header, w, low);
  const count = countUpTo(header, w, max(low, high)) - skip;
  mediumClass(w, at, length, byte0, quotientsOf(header, w) + (skip << 2), count);
}

function smallClass(w: u32, start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  switch (w) {
    case 0: return small1(start, end, quotients, places, count);
    case 1: return small7(start, end, quotients, places, count);
    case 2: return small11(start, end, quotients, places, count);
    case 3: return small13(start, end, quotients, places, count);
    case 4: return small17(start, end, quotients, places, count);
    case 5: return small19(start, end, quotients, places, count);
    case 6: return small23(start, end, quotients, places, count);
    default: return small29(start, end, quotients, places, count);
  }
}

function mediumClass(w: u32, at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  switch (w) {
    case 0: return medium1(at, length, byte0, quotients, count);
    case 1: return medium7(at, length, byte0, quotients, count);
    case 2: return medium11(at, length, byte0, quotients, count);
    case 3: return medium13(at, length, byte0, quotients, count);
    case 4: return medium17(at, length, byte0, quotients, count);
    case 5: return medium19(at, length, byte0, quotients, count);
    case 6: return medium23(at, length, byte0, quotients, count);
    default: return medium29(at, length, byte0, quotients, count);
  }
}
