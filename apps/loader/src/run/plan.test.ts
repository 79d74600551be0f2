import { bitmapLength, type Range } from '@prime-mesh/primes';
import { expect, test } from 'vitest';
import { countBlocks, isLarge, planBlocks, usefulInFlight, type Goal, type Plan } from './plan.ts';

const plan = (range: Range, blockBytes: number): Plan => ({
  goal: { kind: 'range', range },
  blockBytes,
  inFlight: 1,
  sieveLimit: 0,
  algorithm: 'auto',
  audit: false,
});

test.each<[Range, number]>([
  [{ from: 0n, to: 30n }, 1024],
  [{ from: 0n, to: 30_720n }, 1024],
  [{ from: 0n, to: 30_721n }, 1024],
  [{ from: 29n, to: 100_000n }, 1024],
  [{ from: 2n ** 63n + 7n, to: 2n ** 63n + 1_000_003n }, 1024],
  [{ from: 10n ** 12n, to: 10n ** 12n + 10n ** 9n }, 2 ** 21],
])('blocks of %o join without gap, and none needs more than %i bytes', (range, blockBytes) => {
  const blocks = [...planBlocks(plan(range, blockBytes))];
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
  [{ kind: 'next', from: 2n ** 64n, count: 1000 }, 1],
])('for %o, %i of 8 blocks are worked on at once', (goal, blocks) => {
  expect(usefulInFlight({ ...plan({ from: 0n, to: 1n }, 4096), goal, inFlight: 8 })).toBe(blocks);
});

test('windows of the next primes join without gap, across the end of the sieve', () => {
  const goal = { kind: 'next', from: 2n ** 64n - 2n ** 37n - 100_000n, count: 3 } as const;
  const ranges = planBlocks({ ...plan({ from: 0n, to: 1n }, 1024), goal });
  const windows = Array.from({ length: 8 }, () => ranges.next().value ?? { from: 0n, to: 0n });
  expect(windows[0]?.from).toBe(goal.from);
  expect(windows.slice(1).map(({ from }) => from)).toEqual(windows.slice(0, -1).map(({ to }) => to));
  expect(windows.filter(({ from, to }) => isLarge(to - 1n) && !isLarge(from))).toEqual([]);
  expect(isLarge(windows.at(-1)?.from ?? 0n)).toBe(true);
});
