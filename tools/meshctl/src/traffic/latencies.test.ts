import { expect, test } from 'vitest';
import { drawnBounds, Latencies } from './latencies.ts';

test('quantiles are right to three digits, and every latency is in one bar', () => {
  const latencies = new Latencies();
  for (let ms = 1; ms <= 1_000; ms++) latencies.record(ms / 1e3);
  const { summary, drawn } = latencies;
  for (const [quantile, seconds] of [
    ['p50', 0.5],
    ['p90', 0.9],
    ['p99', 0.99],
    ['p999', 0.999],
    ['max', 1],
    ['mean', 0.5005],
  ] as const)
    expect(Math.abs((summary?.[quantile] ?? 0) / seconds - 1), quantile).toBeLessThan(0.001);
  expect(drawn[drawnBounds.indexOf(0.001)]).toBe(1);
  expect(drawn[drawnBounds.indexOf(1)]).toBe(500);
  expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(1_000);
});

test('what takes nothing or beyond an hour is counted too', () => {
  const latencies = new Latencies();
  latencies.record(0);
  latencies.record(1e6);
  expect(latencies.drawn.at(-1)).toBe(1);
  expect(latencies.summary?.max).toBeGreaterThan(3_500);
});

test('without a latency there is no summary', () => {
  expect(new Latencies().summary).toBeUndefined();
});
