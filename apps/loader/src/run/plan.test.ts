import { bitmapLength, type Range } from '@prime-mesh/primes';
import { expect, test } from 'vitest';
import { countBlocks, isLarge, planBlocks, type Plan } from './plan.ts';

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

test('windows of the next primes join without gap, across the end of the sieve', () => {
  const goal = { kind: 'next', from: 2n ** 64n - 2n ** 37n - 100_000n, count: 3 } as const;
  const ranges = planBlocks({ ...plan({ from: 0n, to: 1n }, 1024), goal });
  const windows = Array.from({ length: 8 }, () => ranges.next().value ?? { from: 0n, to: 0n });
  expect(windows[0]?.from).toBe(goal.from);
  expect(windows.slice(1).map(({ from }) => from)).toEqual(windows.slice(0, -1).map(({ to }) => to));
  expect(windows.filter(({ from, to }) => isLarge(to - 1n) && !isLarge(from))).toEqual([]);
  expect(isLarge(windows.at(-1)?.from ?? 0n)).toBe(true);
});
