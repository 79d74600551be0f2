import fc from 'fast-check';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bitmapLength, blockBase, maxSieved } from './block/range.ts';
import {
  type BlockFacts,
  createArena,
  mergeFacts,
  noFacts,
  openKernel,
  type Range,
  slotBytes,
  splitLimit,
} from './index.ts';
import type { Algorithm } from './kernel/kernel.ts';
import { isPrime } from './testing/miller-rabin.ts';
import { plainExtract, plainFacts, plainTransform } from './testing/plain-sieve.ts';

const bytesPerSlot = 2 ** 21;
const arena = createArena({ slots: 1, slotBytes: bytesPerSlot, threads: 2 });
const kernel = openKernel(arena, 0);
const other = openKernel(arena, 1);

function block(range: Range, algorithm: Algorithm = 'auto', by = kernel): BlockFacts {
  const sieveLimit = splitLimit(range.to);
  const { checksum } = by.extract(0, range, { sieveLimit });
  const primes = by.transform(0, range, { sieveLimit, checksum, algorithm });
  return by.verify(0, range, { checksum: primes.checksum, seed: 7n, samples: 16 });
}

function run({ from, to }: Range, blockBytes = bytesPerSlot): BlockFacts {
  const numbers = BigInt(blockBytes) * 30n;
  let facts = noFacts;
  for (let start = from; start < to;) {
    const end = blockBase(start) + numbers < to ? blockBase(start) + numbers : to;
    facts = mergeFacts(facts, block({ from: start, to: end }, 'sieve'));
    start = end;
  }
  return facts;
}

function expectPlain(range: Range, algorithm: Algorithm): void {
  const facts = block(range, algorithm);
  const found = slotBytes(arena, 0, bitmapLength(range)).slice();
  const bitmap = new Uint8Array(bitmapLength(range));
  plainExtract(bitmap, range, 97);
  plainTransform(bitmap, range, 97);
  expect(found).toEqual(bitmap);
  const { checksum: _, sampledPrimes: __, sampledComposites: ___, ...expected } = plainFacts(bitmap, range);
  expect(facts).toMatchObject(expected);
}

// primesieve 11: primes and twin pairs of [10^k, 10^k + 10^9).
test.each([
  [9n, 47_374_753, 2_963_535],
  [10n, 43_336_106, 2_477_174],
  [12n, 36_190_991, 1_730_012],
  [13n, 33_405_006, 1_473_196],
  [15n, 28_946_421, 1_105_560],
  [17n, 25_549_226, 861_742],
])('[10^%s, +10^9) holds %s primes and %s twin pairs', (k, count, twins) => {
  const from = 10n ** k;
  expect(run({ from, to: from + 10n ** 9n })).toMatchObject({ count, twins });
});

test('the primes below 10^9 have the known count, sum, largest gap and twins', () => {
  expect(run({ from: 0n, to: 10n ** 9n })).toMatchObject({
    count: 50_847_534,
    sum: 24_739_512_092_254_535n,
    first: 2n,
    last: 999_999_937n,
    maxGap: 282,
    maxGapAt: 436_273_009n,
    twins: 3_424_506,
  });
});

// Maximal gaps and their lower primes: OEIS A005250, A002386.
test.each([
  [354, 4_302_407_359n],
  [540, 738_832_927_927n],
  [924, 1_686_994_940_955_803n],
  [1132, 1_693_182_318_746_371n],
])('the gap of %s is found above %s', (maxGap, maxGapAt) => {
  const range = { from: maxGapAt - 1_000n, to: maxGapAt + 2_000n };
  expect(block(range)).toMatchObject({ maxGap, maxGapAt });
});

test('a lane that continues, skips, and starts anew gives the same bits', () => {
  const numbers = 30n * BigInt(bytesPerSlot);
  const from = blockBase(10n ** 15n);
  const at = (index: bigint): Range => ({ from: from + index * numbers, to: from + (index + 1n) * numbers });
  const fresh = block(at(3n), 'sieve', other).checksum;
  block(at(0n), 'sieve');
  block(at(1n), 'sieve');
  expect(block(at(3n), 'sieve').checksum).toBe(fresh);
});

describe('property', () => {
  const from = fc.bigInt({ min: 0n, max: 10n ** 13n });
  const length = fc.bigInt({ min: 0n, max: 100_000n });

  test('a random window equals the plain sieve, by sieve and by Miller–Rabin', () => {
    fc.assert(
      fc.property(
        from,
        length,
        fc.constantFrom<Algorithm>('sieve', 'miller-rabin'),
        (low, numbers, algorithm) => expectPlain({ from: low, to: low + numbers }, algorithm),
      ),
      { numRuns: 60 },
    );
  });

  test('a window around the square of a prime equals the plain sieve', () => {
    fc.assert(
      fc.property(fc.constantFrom(7n, 97n, 101n, 9_973n, 10_007n, 999_983n), length, (prime, before) => {
        const low = prime * prime > before ? prime * prime - before : 0n;
        for (const to of [prime * prime, prime * prime + 1n, prime * prime + 2n])
          expectPlain({ from: low, to }, 'sieve');
      }),
      { numRuns: 15 },
    );
  });

  test('a window above 2^53 holds what Miller–Rabin says', () => {
    const high = fc.bigInt({ min: 2n ** 53n, max: maxSieved - 1_000n });
    fc.assert(
      fc.property(high, fc.bigInt({ min: 1n, max: 1_000n }), (low, numbers) => {
        let count = 0;
        for (let n = low; n < low + numbers; n++) if (isPrime(n)) count++;
        expect(block({ from: low, to: low + numbers }).count).toBe(count);
      }),
      { numRuns: 20 },
    );
  });
});

test('blocks of any size join to the same facts', () => {
  const range = { from: 10n ** 12n + 7n, to: 10n ** 12n + 20_000_003n };
  const { checksum: _, ...whole } = run(range);
  for (const bytes of [1_000, 33_333, 524_288]) {
    const { count, sum, first, last, maxGap, maxGapAt, twins } = run(range, bytes);
    expect(whole).toMatchObject({ count, sum, first, last, maxGap, maxGapAt, twins });
  }
});

test('the largest prime below 2^64 is 2^64 − 59', () => {
  expect(block({ from: 2n ** 64n - 80n, to: 2n ** 64n })).toMatchObject({ count: 1, last: 2n ** 64n - 59n });
});

test('a cancelled block ends with a CancelledError', () => {
  let asked = 0;
  const isCancelled = () => ++asked > 2;
  const range = { from: 10n ** 12n, to: 10n ** 12n + 60_000_000n };
  expect(() => kernel.extract(0, range, { sieveLimit: 20_000, isCancelled })).toThrow(/cancelled/);
  expect(asked).toBe(3);
});

const hasPrimesieve = spawnSync('primesieve', ['--version']).status === 0;
test.skipIf(!hasPrimesieve)(
  'primesieve (skipped where it is not installed) counts the same near 2^63',
  () => {
    const range = { from: 2n ** 63n, to: 2n ** 63n + 1_000_000n };
    const answer = execFileSync('primesieve', [`${range.from}`, `${range.to - 1n}`, '-q'], {
      encoding: 'utf8',
    });
    expect(block(range).count).toBe(Number(answer.trim()));
  },
);
