import { bitmapLength, checkWindow, maxSieved, type Range } from '@prime-mesh/primes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockFrom, countBlocks, isLarge, startOf, usefulInFlight, type Goal, type Plan } from './plan.ts';

const plan = (range: Range, blockBytes: number): Plan => ({
  goal: { kind: 'range', range },
  blockBytes,
  inFlight: 1,
  sieveLimit: 0,
  algorithm: 'auto',
  audit: false,
});

/** The blocks of a plan, or so many of them. */
function blocksOf(plan: Plan, most = 10_000): Range[] {
  const blocks: Range[] = [];
  for (let from = startOf(plan.goal); blocks.length < most;) {
    const block = blockFrom(plan, from);
    if (!block) break;
    blocks.push(block);
    from = block.to;
  }
  return blocks;
}

test.each<[Range, number]>([
  [{ from: 0n, to: 30n }, 1024],
  [{ from: 0n, to: 30_720n }, 1024],
  [{ from: 0n, to: 30_721n }, 1024],
  [{ from: 29n, to: 100_000n }, 1024],
  [{ from: 2n ** 63n + 7n, to: 2n ** 63n + 1_000_003n }, 1024],
  [{ from: 10n ** 12n, to: 10n ** 12n + 10n ** 9n }, 2 ** 21],
])('blocks of %o join without gap, and none needs more than %i bytes', (range, blockBytes) => {
  const blocks = blocksOf(plan(range, blockBytes));
  expect(blocks.map(({ from }) => from)).toEqual([range.from, ...blocks.slice(0, -1).map(({ to }) => to)]);
  expect(blocks.at(-1)?.to).toBe(range.to);
  expect(Math.max(...blocks.map(bitmapLength))).toBeLessThanOrEqual(blockBytes);
  expect(countBlocks(plan(range, blockBytes))).toBe(blocks.length);
});

test.each([
  ['the next primes', { kind: 'next', from: 100n, count: 3 } as const],
  ['a range beyond the sieve', { kind: 'range', range: { from: 2n ** 64n, to: 2n ** 64n + 30n } } as const],
])('how many blocks %s take is not known before', (_, goal) => {
  expect(countBlocks({ ...plan({ from: 0n, to: 1n }, 1024), goal })).toBe(0);
});

// 78 498 primes from 2 on are expected in 182 000 numbers, a block of 4 KiB has 122 880.
test.each<[Goal, number]>([
  [{ kind: 'range', range: { from: 0n, to: 30n } }, 8],
  [{ kind: 'next', from: 10n ** 12n, count: 3 }, 1],
  [{ kind: 'next', from: 2n, count: 78_498 }, 2],
  [{ kind: 'next', from: 2n, count: 10 ** 7 }, 8],
])('for %o, %i of 8 blocks are worked on at once', (goal, blocks) => {
  expect(usefulInFlight({ ...plan({ from: 0n, to: 1n }, 4096), goal, inFlight: 8 })).toBe(blocks);
});

/** Integers from 0 on, around the end of the sieve, and beyond 2^64, near borders of blocks and anywhere. */
const anywhere = fc
  .tuple(fc.constantFrom(0n, 10n ** 12n, maxSieved, 2n ** 64n, 10n ** 30n), fc.bigInt(-40_000n, 40_000n))
  .map(([near, offset]) => (near + offset < 0n ? -offset : near + offset));
const blockBytes = fc.integer({ min: 1024, max: 4 * 2 ** 20 });

/** What any service on the way asks of a block. */
function expectServable(blocks: readonly Range[], { from }: Range, bytes: number): void {
  expect(blocks.map((block) => block.from)).toEqual([from, ...blocks.slice(0, -1).map(({ to }) => to)]);
  for (const block of blocks) {
    expect(block.to).toBeGreaterThan(block.from);
    expect(bitmapLength(block)).toBeLessThanOrEqual(bytes);
    expect(isLarge(block.to - 1n)).toBe(isLarge(block.from));
    if (block.to > maxSieved) checkWindow(block);
  }
}

test('blocks of any range tile it, and none lies on both sides of the end of the sieve', () => {
  fc.assert(
    fc.property(anywhere, fc.bigInt(1n, 10n ** 6n), blockBytes, (from, length, bytes) => {
      const range = { from, to: from + length };
      const blocks = blocksOf(plan(range, bytes));
      expect(blocks.at(-1)?.to).toBe(range.to);
      expectServable(blocks, range, bytes);
      expect(countBlocks(plan(range, bytes))).toBe(isLarge(range.to - 1n) ? 0 : blocks.length);
    }),
    { numRuns: 2000 },
  );
});

test('windows of the next primes tile what follows, and none lies on both sides of the end of the sieve', () => {
  fc.assert(
    fc.property(anywhere, fc.integer({ min: 1, max: 10_000 }), blockBytes, (from, count, bytes) => {
      const goal = { kind: 'next', from, count } as const;
      const blocks = blocksOf({ ...plan({ from: 0n, to: 1n }, bytes), goal }, 8);
      expect(blocks).toHaveLength(8);
      expectServable(blocks, { from, to: 0n }, bytes);
    }),
    { numRuns: 2000 },
  );
});
