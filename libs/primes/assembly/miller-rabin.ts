// Deterministic Miller–Rabin below 2^64, in Montgomery form: no division in the loop.

import { clearBit, residue } from './wheel';

/** Bases for all n < 2^64: Jim Sinclair 2011, https://miller-rabin.appspot.com */
const bases: StaticArray<u64> = [2, 325, 9_375, 28_178, 450_775, 9_780_504, 1_795_265_022];
const trialPrimes: StaticArray<u64> = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/** Upper half of the 128-bit product. */
// @ts-ignore: decorator
@inline
function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffff_ffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffff_ffff;
  const bHigh = b >> 32;
  const cross = aHigh * bLow;
  const middle = ((aLow * bLow) >> 32) + (cross & 0xffff_ffff) + aLow * bHigh;
  return aHigh * bHigh + (cross >> 32) + (middle >> 32);
}

/** A·b / 2^64 mod n for a, b < n; inverse = n^−1 mod 2^64. */
// @ts-ignore: decorator
@inline
function montgomeryProduct(a: u64, b: u64, n: u64, inverse: u64): u64 {
  const high = multiplyHigh(a, b);
  const reduction = multiplyHigh(a * b * inverse, n);
  return high >= reduction ? high - reduction : high - reduction + n;
}

// @ts-ignore: decorator
@inline
function addMod(a: u64, b: u64, n: u64): u64 {
  return a >= n - b ? a - (n - b) : a + b;
}

/** Whether odd n > 2 passes the strong test to a base, 0 < base < n. */
function isStrongProbablePrime(n: u64, base: u64): bool {
  let inverse = n; // right in its lowest 3 bits, and each step doubles them
  for (let i = 0; i < 5; i++) inverse *= 2 - n * inverse;
  const one = (0 - n) % n; // 2^64 mod n
  let root: u64 = 0; // base · 2^64 mod n, by doubling: bases are short
  for (let left = base, power = one; left !== 0; left >>= 1, power = addMod(power, power, n)) {
    if (left & 1) root = addMod(root, power, n);
  }
  const twos = ctz(n - 1);
  const odd = (n - 1) >> twos;
  let x = root;
  for (let bit = 62 - <i32>clz(odd); bit >= 0; bit--) {
    x = montgomeryProduct(x, x, n, inverse);
    if ((odd >> bit) & 1) x = montgomeryProduct(x, root, n, inverse);
  }
  const minusOne = n - one;
  if (x === one || x === minusOne) return true;
  for (let i: u64 = 1; i < twos; i++) {
    x = montgomeryProduct(x, x, n, inverse);
    if (x === minusOne) return true;
  }
  return false;
}

/**
 * Whether n is a prime ≤ 37, or has none as a factor and passes the strong test to base 2. Of the composites < 2^64,
 * fewer than 31 894 014 do: https://www.cecm.sfu.ca/Pseudoprimes/
 */
export function isProbablePrime(n: u64): bool {
  if (n < 2) return false;
  for (let i = 0; i < trialPrimes.length; i++) {
    const p = unchecked(trialPrimes[i]);
    if (n % p === 0) return n === p;
  }
  return isStrongProbablePrime(n, unchecked(bases[0]));
}

/** Whether n is prime, proven for each n < 2^64. */
export function isPrime(n: u64): bool {
  if (!isProbablePrime(n)) return false;
  for (let i = 1; i < bases.length; i++) {
    const base = unchecked(bases[i]) % n;
    if (base !== 0 && !isStrongProbablePrime(n, base)) return false;
  }
  return true;
}

/** Clears the composites among the numbers of bytes [start, end) of a bitmap that starts at byte0. */
export function testCandidates(at: u32, start: u32, end: u32, byte0: u64): void {
  for (let i = start; i < end; i++) {
    for (let bits: u32 = load<u8>(at + i); bits !== 0; bits &= bits - 1) {
      const n = residue(ctz(bits));
      if (!isPrime((byte0 + i) * 30 + n)) clearBit(at + i, n);
    }
  }
}
