// Crossing off. The multiples m·p of p = 30q + r, with m ≡ RESIDUES[w] mod 30, lie q·(step of m) + (a constant of r and
// w) bytes apart and in a bit that depends on r and w only. So for each residue class r the eight masks and eight steps
// are constants, and a full turn of eight multiples (p bytes) is straight-line code.

import { clearBit, firstMultiplier, nextIndex, residue } from './wheel';

/** Bytes from the multiple m·p to the multiple next·p. */
// @ts-ignore: decorator
@inline
function step(q: u32, r: u32, m: u32, next: u32): u32 {
  return q * (next - m) + ((r * next) / 30 - (r * m) / 30);
}

/** Notes where a prime stands: its next multiple lies `over` bytes behind the end and has the multiplier class w. */
// @ts-ignore: decorator
@inline
function leave(place: u32, over: u32, w: u32): void {
  if (place !== 0) store<u32>(place, (over << 3) | w);
}

/**
 * Crosses off the multiples of p = 30q + r from address `at`, where the multiplier is ≡ RESIDUES[w], up to `end`, and
 * notes at `place`, unless that is 0, where it stopped. This is the only crossing-off routine: it is inlined
 * once for each class r, where everything that depends on r folds into constants.
 */
// @ts-ignore: decorator
@inline
function crossOff(r: u32, q: u32, at: u32, w: u32, end: u32, place: u32): void {
  // Enter the turn where the prime stands, and go on to its end.
  switch (w) {
    case 1:
      if (at >= end) return leave(place, at - end, 1);
      clearBit(at, r * 7);
      at += step(q, r, 7, 11);
    case 2:
      if (at >= end) return leave(place, at - end, 2);
      clearBit(at, r * 11);
      at += step(q, r, 11, 13);
    case 3:
      if (at >= end) return leave(place, at - end, 3);
      clearBit(at, r * 13);
      at += step(q, r, 13, 17);
    case 4:
      if (at >= end) return leave(place, at - end, 4);
      clearBit(at, r * 17);
      at += step(q, r, 17, 19);
    case 5:
      if (at >= end) return leave(place, at - end, 5);
      clearBit(at, r * 19);
      at += step(q, r, 19, 23);
    case 6:
      if (at >= end) return leave(place, at - end, 6);
      clearBit(at, r * 23);
      at += step(q, r, 23, 29);
    case 7:
      if (at >= end) return leave(place, at - end, 7);
      clearBit(at, r * 29);
      at += step(q, r, 29, 31);
  }
  // Whole turns. Each address comes from the one before by a shift and an addition.
  const p = q * 30 + r;
  const six = q * 6;
  const lastStep = step(q, r, 1, 29);
  while (at + lastStep < end) {
    clearBit(at, r);
    let next = at + six;
    clearBit(next + (r * 7) / 30, r * 7);
    next += q * 4;
    clearBit(next + (r * 11) / 30, r * 11);
    next += q * 2;
    clearBit(next + (r * 13) / 30, r * 13);
    next += q * 4;
    clearBit(next + (r * 17) / 30, r * 17);
    next += q * 2;
    clearBit(next + (r * 19) / 30, r * 19);
    next += q * 4;
    clearBit(next + (r * 23) / 30, r * 23);
    next += six;
    clearBit(next + (r * 29) / 30, r * 29);
    at += p;
  }
  // The broken turn: at most seven multiples are left.
  if (at >= end) return leave(place, at - end, 0);
  clearBit(at, r * 1);
  at += step(q, r, 1, 7);
  if (at >= end) return leave(place, at - end, 1);
  clearBit(at, r * 7);
  at += step(q, r, 7, 11);
  if (at >= end) return leave(place, at - end, 2);
  clearBit(at, r * 11);
  at += step(q, r, 11, 13);
  if (at >= end) return leave(place, at - end, 3);
  clearBit(at, r * 13);
  at += step(q, r, 13, 17);
  if (at >= end) return leave(place, at - end, 4);
  clearBit(at, r * 17);
  at += step(q, r, 17, 19);
  if (at >= end) return leave(place, at - end, 5);
  clearBit(at, r * 19);
  at += step(q, r, 19, 23);
  if (at >= end) return leave(place, at - end, 6);
  clearBit(at, r * 23);
  at += step(q, r, 23, 29);
  leave(place, at - end, 7);
}

/** Crosses off `count` primes, with their quotients at `quotients` and their places (as `leave` notes them) at `places`. */
// @ts-ignore: decorator
@inline
function crossOffSmall(r: u32, start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const place = places + (i << 2);
    const from = load<u32>(place);
    crossOff(r, load<u32>(quotients + (i << 2)), start + (from >> 3), from & 7, end, place);
  }
}

/** Crosses off `count` primes over a whole block, from the place that a division finds. */
// @ts-ignore: decorator
@inline
function crossOffMedium(r: u32, at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  const low = byte0 * 30;
  for (let i: u32 = 0; i < count; i++) {
    const q = load<u32>(quotients + (i << 2));
    const m = firstMultiplier(low, <u64>(q * 30 + r));
    const index = bytesBefore(q, r, m, byte0);
    if (index < <u64>length) crossOff(r, q, at + <u32>index, nextIndex(<u32>(m % 30)), at + length, 0);
  }
}

/** Byte of the multiple m·(30q + r), counted from byte0. */
// @ts-ignore: decorator
@inline
export function bytesBefore(q: u32, r: u32, m: u64, byte0: u64): u64 {
  const turn = m / 30;
  const rest = <u32>(m - turn * 30);
  return turn * <u64>(q * 30 + r) + <u64>(q * rest + (r * rest) / 30) - byte0;
}

/** Finds the places of `count` primes of the class r in a block that starts at byte0. */
export function placeSmall(r: u32, byte0: u64, quotients: u32, places: u32, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const q = load<u32>(quotients + (i << 2));
    const m = firstMultiplier(byte0 * 30, <u64>(q * 30 + r));
    const index = <u32>bytesBefore(q, r, m, byte0);
    store<u32>(places + (i << 2), (index << 3) | nextIndex(<u32>(m % 30)));
  }
}

// One function for each class: in one function the optimizer would fold the classes into shared, slower code.
export function small1(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(1, start, end, quotients, places, count);
}
export function small7(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(7, start, end, quotients, places, count);
}
export function small11(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(11, start, end, quotients, places, count);
}
export function small13(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(13, start, end, quotients, places, count);
}
export function small17(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(17, start, end, quotients, places, count);
}
export function small19(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(19, start, end, quotients, places, count);
}
export function small23(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(23, start, end, quotients, places, count);
}
export function small29(start: u32, end: u32, quotients: u32, places: u32, count: u32): void {
  crossOffSmall(29, start, end, quotients, places, count);
}
export function medium1(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(1, at, length, byte0, quotients, count);
}
export function medium7(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(7, at, length, byte0, quotients, count);
}
export function medium11(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(11, at, length, byte0, quotients, count);
}
export function medium13(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(13, at, length, byte0, quotients, count);
}
export function medium17(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(17, at, length, byte0, quotients, count);
}
export function medium19(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(19, at, length, byte0, quotients, count);
}
export function medium23(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(23, at, length, byte0, quotients, count);
}
export function medium29(at: u32, length: u32, byte0: u64, quotients: u32, count: u32): void {
  crossOffMedium(29, at, length, byte0, quotients, count);
}
