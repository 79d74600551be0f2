import { expect, test } from 'vitest';
import { countPrimes, maxCounted } from './count-primes.ts';
import { smallPrimes } from './small-primes.ts';

test.each([
  [6n, 78_498n],
  [7n, 664_579n],
  [8n, 5_761_455n],
  [9n, 50_847_534n],
  [10n, 455_052_511n],
  [11n, 4_118_054_813n],
  [12n, 37_607_912_018n],
  [13n, 346_065_536_839n],
])('π(10^%s) is %s', (exponent, count) => {
  expect(countPrimes(10n ** exponent)).toBe(count);
});

// primesieve counts 33353349498 primes in [10^13, 11 · 10^12].
test('the largest x is counted right', () => {
  expect(countPrimes(maxCounted)).toBe(379_418_886_337n);
});

test('π(x) counts the primes up to and including x, for every x below 20000', () => {
  const primes = smallPrimes(20_000);
  let expected = 0n;
  for (let x = 0; x < 20_000; x++) {
    if (primes[Number(expected)] === x) expected++;
    expect(countPrimes(BigInt(x))).toBe(expected);
  }
});

test('the largest count polls all along, so that it can be given up', () => {
  let polls = 0;
  let longest = 0;
  let before = process.threadCpuUsage();
  countPrimes(10n ** 13n, () => {
    polls++;
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1e6);
    before = process.threadCpuUsage();
  });
  expect(polls).toBeGreaterThan(100);
  expect(longest).toBeLessThan(0.2);
});

test('x out of bounds is refused', () => {
  expect(() => countPrimes(-1n)).toThrow(RangeError);
  expect(() => countPrimes(maxCounted + 1n)).toThrow('11000000000001 is not between 0 and 11000000000000');
});
