import { describe, expect, test } from 'vitest';
import { bitmapLength, type Range } from './block/range.ts';
import {
  createArena,
  type BlockFacts,
  mergeFacts,
  noFacts,
  openKernel,
  slotBytes,
  splitLimit,
} from './index.ts';

const arena = createArena({ slots: 2, slotBytes: 1 << 18, threads: 1 });
const kernel = openKernel(arena, 0);

function run(range: Range): BlockFacts {
  const sieveLimit = splitLimit(range.to);
  const { checksum } = kernel.extract(0, range, { sieveLimit });
  const primes = kernel.transform(0, range, { sieveLimit, checksum });
  return kernel.verify(0, range, { checksum: primes.checksum, seed: 7n, samples: 64 });
}

describe('a block', () => {
  test.each([
    [0n, 0n, 0],
    [0n, 2n, 0],
    [0n, 3n, 1],
    [1n, 2n, 0],
    [2n, 3n, 1],
    [3n, 6n, 2],
    [5n, 6n, 1],
    [6n, 7n, 0],
    [7n, 8n, 1],
    [0n, 100n, 25],
    [49n, 50n, 0],
    [121n, 122n, 0],
    [9_409n, 9_410n, 0],
    [0n, 1_000_000n, 78_498],
    [10n ** 12n, 10n ** 12n + 100_000n, 3_614],
  ])('of [%s, %s) holds %s primes', (from, to, count) => {
    expect(run({ from, to }).count).toBe(count);
  });

  test('names count, sum, ends, largest gap and twins of the primes below 10^6', () => {
    expect(run({ from: 0n, to: 1_000_000n })).toMatchObject({
      count: 78_498,
      sum: 37_550_402_023n,
      first: 2n,
      last: 999_983n,
      maxGap: 114,
      maxGapAt: 492_113n,
      twins: 8_169,
    });
  });

  test('equals its parts, merged', () => {
    const borders = [0n, 1n, 3n, 5n, 6n, 31n, 32n, 49n, 1_000n, 99_991n, 200_000n];
    const parts = borders.slice(1).map((to, i) => run({ from: borders[i] ?? 0n, to }));
    const {
      checksum: _,
      sampledPrimes: __,
      sampledComposites: ___,
      ...merged
    } = parts.reduce(mergeFacts, noFacts);
    expect(run({ from: 0n, to: 200_000n })).toMatchObject(merged);
  });
});

describe('a corrupt block', () => {
  const range = { from: 10n ** 9n + 7n, to: 10n ** 9n + 100_000n };

  test('is refused by transform', () => {
    const { checksum } = kernel.extract(0, range, { sieveLimit: 100 });
    flip(500);
    expect(() => kernel.transform(0, range, { sieveLimit: 100, checksum })).toThrow(
      /candidates at 1000000007/,
    );
  });

  test('is refused by verify', () => {
    const { checksum } = kernel.extract(0, range, { sieveLimit: 40_000 });
    flip(500);
    expect(() => kernel.verify(0, range, { checksum, seed: 1n, samples: 0 })).toThrow(/has checksum/);
  });

  test('is found by samples although its checksum fits', () => {
    const { checksum } = kernel.extract(0, range, { sieveLimit: 7 });
    expect(() => kernel.verify(0, range, { checksum, seed: 1n, samples: 50 })).toThrow(/is prime/);
  });

  function flip(index: number): void {
    const bitmap = slotBytes(arena, 0, bitmapLength(range));
    bitmap[index] = (bitmap[index] ?? 0) ^ 4;
  }
});
