import { expect, test } from 'vitest';
import { arrivals } from './arrivals.ts';
import { seededRandom } from './seeded-random.ts';

test('even arrivals have equal gaps and end before the duration', () => {
  const options = { ratePerSecond: 4, durationMs: 1_000, random: seededRandom(1) };
  expect([...arrivals({ ...options, pattern: 'even' })]).toEqual([0, 250, 500, 750]);
});

// A Poisson process: the number of arrivals follows from the rate, and the deviation of the gaps is their mean.
test('poisson arrivals come at the rate, independent of each other', () => {
  const options = { ratePerSecond: 100, durationMs: 100_000, random: seededRandom(2) };
  const all = [...arrivals({ ...options, pattern: 'poisson' })];
  expect(Math.abs(all.length - 10_000)).toBeLessThan(300); // three standard deviations
  const gaps = all.slice(1).map((at, index) => at - (all[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
});
