import { describe, expect, test } from 'vitest';
import { bitmapLength } from '../block/range.ts';
import {
  CancelledError,
  createArena,
  maxSieveLimit,
  openKernel,
  type Range,
  slotBytes,
  splitLimit,
  windowFor,
} from '../index.ts';
import { isPrime } from '../testing/miller-rabin.ts';
import { isExtraStrongLucasProbablePrime } from './strong-lucas.ts';
import { isStrongProbablePrime } from './strong-probable-prime.ts';

const arena = createArena({ slots: 1, slotBytes: 1 << 16, threads: 1, laneBytes: 0 });
const kernel = openKernel(arena, 0);
const noPoll = (): void => {};

function find(range: Range, stopAfter?: number) {
  const sieveLimit = splitLimit(range.to);
  const { checksum } = kernel.extract(0, range, { sieveLimit });
  const found = kernel.transform(0, range, { sieveLimit, checksum, stopAfter });
  const tested = { from: range.from, to: found.to };
  return kernel.verify(0, tested, { checksum: found.checksum, seed: 1n, samples: 2 });
}

// Offsets of the next primes after 10^k: PARI's nextprime.
test.each([
  [50, 151n],
  [100, 267n],
  [150, 67n],
  [200, 357n],
  [300, 331n],
  [400, 69n],
  [500, 961n],
  [700, 7n],
  [1000, 453n],
])('the next prime after 10^%s is %s further', (k, offset) => {
  const from = 10n ** BigInt(k);
  expect(find(windowFor(from, 1), 1).first).toBe(from + offset);
});

// primesieve and PARI
test.each([
  [20n, 1_000_000n, 21_632],
  [50n, 100_000n, 895],
])('[10^%s, +%s) holds %s primes', (k, length, count) => {
  const from = 10n ** k;
  expect(find({ from, to: from + length }).count).toBe(count);
});

test('strong base-2 and extra strong Lucas together tell the primes below 100000', () => {
  for (let n = 5n; n < 100_000n; n += 2n) {
    expect(isStrongProbablePrime(n, noPoll) && isExtraStrongLucasProbablePrime(n, noPoll)).toBe(isPrime(n));
  }
});

test('the Fermat number 2^64 + 1, a strong probable prime to base 2, is not taken for a prime', () => {
  expect(isStrongProbablePrime(2n ** 64n + 1n, noPoll)).toBe(true);
  expect(find({ from: 2n ** 64n - 59n, to: 2n ** 64n + 14n })).toMatchObject({
    count: 2,
    first: 2n ** 64n - 59n,
    last: 2n ** 64n + 13n,
  });
});

test('primes are crossed off up to the very bound that was asked for', () => {
  const from = 20_011n * (2n ** 127n - 1n); // two primes
  const candidates = (sieveLimit: number): number =>
    kernel.extract(0, { from, to: from + 1n }, { sieveLimit }).candidates;
  expect([20_010, 20_011].map(candidates)).toEqual([1, 0]);
  expect(() => candidates(maxSieveLimit + 1)).toThrow('sieve limit 2097153 exceeds 2097152');
});

describe('a corrupt window', () => {
  const range = windowFor(10n ** 40n, 2);

  test('with a composite claimed as prime is refused although its checksum fits', () => {
    const { checksum } = kernel.extract(0, range, { sieveLimit: 20_000 });
    expect(() => kernel.verify(0, range, { checksum, seed: 1n, samples: 0 })).toThrow(/is prime/);
  });

  test('with a flipped bit is refused', () => {
    const { checksum } = kernel.extract(0, range, { sieveLimit: 20_000 });
    const bitmap = slotBytes(arena, 0, bitmapLength(range));
    bitmap[3] = (bitmap[3] ?? 0) ^ 1;
    expect(() => kernel.transform(0, range, { sieveLimit: 20_000, checksum })).toThrow(/checksum/);
  });
});

test('too many digits and too long a window are refused with value and bound', () => {
  expect(() => windowFor(10n ** 20_000n, 1)).toThrow('base of 20001 digits exceeds 20000');
  const from = 10n ** 1000n;
  expect(() => find({ from, to: from + 10_000_000n })).toThrow(
    /window of 10000000 numbers of 1001 digits exceeds/,
  );
});

/** Runs a step until it has polled so often, and returns the longest CPU time from one poll to the next, seconds. */
function longestSilence(polls: number, step: (isCancelled: () => boolean) => void): number {
  let left = polls;
  let longest = 0;
  let before = process.threadCpuUsage();
  const isCancelled = (): boolean => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1e6);
    before = process.threadCpuUsage();
    return --left === 0;
  };
  expect(() => step(isCancelled)).toThrow(CancelledError);
  return longest;
}

// 2774 digits: the largest power that OpenSSL computes in one piece.
test.each([2_774, 10_000, 20_000])(
  'work on %s digits notices within 0.2 s that it is cancelled',
  (digits) => {
    const range = windowFor(10n ** BigInt(digits - 1), 1);
    const sieveLimit = splitLimit(range.to);
    const { checksum } = kernel.extract(0, range, { sieveLimit });
    const claims = { checksum, seed: 1n, samples: 2 };
    const silences = [
      longestSilence(20, (isCancelled) => kernel.verify(0, range, { ...claims, isCancelled })),
      longestSilence(5, (isCancelled) => kernel.transform(0, range, { sieveLimit, checksum, isCancelled })),
      longestSilence(20, (isCancelled) => kernel.extract(0, range, { sieveLimit, isCancelled })),
    ];
    expect(Math.max(...silences)).toBeLessThan(0.2);
  },
);
