import { expect, test } from 'vitest';
import { checksum, CorruptBlockError, createArena, openKernel, type Range, slotBytes } from '../index.ts';
import { isPrime } from '../testing/miller-rabin.ts';

const arena = createArena({ slots: 1, slotBytes: 1 << 16, threads: 1, laneBytes: 0 });
const kernel = openKernel(arena, 0);

/** What the transformer leaves of a range. */
function transform(range: Range) {
  const sieveLimit = 97;
  const { checksum } = kernel.extract(0, range, { sieveLimit });
  return kernel.transform(0, range, { sieveLimit, checksum });
}

/** The same, and what the loader then makes of it. */
function find(range: Range) {
  const left = transform(range);
  const facts = kernel.verify(0, range, { checksum: left.checksum, seed: 1n, samples: 2 });
  return { left, facts };
}

/** Composites that pass the strong test to the first 12 and 13 prime bases: OEIS A014233. With a factor. */
const knownOfOeis: [bigint, bigint][] = [
  [318665857834031151167461n, 399165290221n],
  [3317044064679887385961981n, 1287836182261n],
];

/** Composites (k + 1)(2k + 1) beyond 2^64 with two prime factors that pass the strong test to base 2. */
function pseudoprimes(from: bigint, count: number): [bigint, bigint][] {
  const found: [bigint, bigint][] = [];
  for (let k = from; found.length < count; k += 2n) {
    const [p, n] = [k + 1n, (k + 1n) * (2n * k + 1n)];
    if (!isPrime(p) || !isPrime(n / p)) continue;
    if (transform({ from: n, to: n + 1n }).primes === 1) found.push([n, p]);
  }
  return found;
}

const generated = [2n ** 32n, 10n ** 10n, 2n ** 40n, 10n ** 15n].flatMap((from) => pseudoprimes(from, 5));

test.each([[18447021641705328253n, 3037023349n] as const, ...knownOfOeis, ...generated])(
  '%s, a multiple of %s, passes the first test and is cleared by the second',
  (n, factor) => {
    expect([n > 2n ** 64n, n % factor]).toEqual([true, 0n]);
    const { left, facts } = find({ from: n, to: n + 1n });
    expect(left.primes).toBe(1);
    const bitmap = slotBytes(arena, 0, 1);
    expect([...bitmap]).toEqual([0]);
    expect(facts).toMatchObject({ count: 0, sum: 0n, sampledPrimes: 1, checksum: checksum(bitmap) });
    expect(facts.first).toBeUndefined();
  },
);

// PARI: the primes in [n − 300, n + 300)
test.each([
  [
    318665857834031151167461n,
    { count: 12, sum: 3823990294008373814009310n, last: 318665857834031151167621n, maxGap: 96 },
  ],
  [
    3317044064679887385961981n,
    { count: 11, sum: 36487484711478761245582163n, last: 3317044064679887385962267n, maxGap: 310 },
  ],
])('of the numbers around %s the primes are left, and no more', (n, expected) => {
  const { left, facts } = find({ from: n - 300n, to: n + 300n });
  expect(left.primes).toBe(expected.count + 1);
  expect(facts).toMatchObject({ ...expected, sampledPrimes: expected.count + 1 });
  expect(checksum(slotBytes(arena, 0, 21))).toBe(facts.checksum);
});

test('a claim that does not pass the first test is damage', () => {
  const range = { from: 10n ** 40n, to: 10n ** 40n + 300n };
  const { checksum: candidates } = kernel.extract(0, range, { sieveLimit: 97 });
  const proof = { checksum: candidates, seed: 1n, samples: 2 };
  expect(() => kernel.verify(0, range, proof)).toThrow(CorruptBlockError);
});
