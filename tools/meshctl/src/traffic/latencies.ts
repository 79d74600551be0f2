import { createHistogram } from 'node:perf_hooks';

/** Upper bounds of the bars, seconds. */
export const drawnBounds = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50,
] as const;
/** Longer latencies count as this one, µs: an hour. */
const highest = 3_600_000_000;

/** Quantiles, maximum and mean, seconds. */
export interface LatencySummary {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

/** Latencies in an HDR histogram of three digits, to the microsecond. Memory O(1). */
export class Latencies {
  readonly #histogram = createHistogram({ lowest: 1, highest, figures: 3 });
  readonly #drawn = [...drawnBounds, Infinity].map(() => 0);

  record(seconds: number): void {
    this.#histogram.record(Math.min(highest, Math.max(1, Math.round(seconds * 1e6))));
    const bucket = drawnBounds.findIndex((bound) => seconds <= bound);
    const index = bucket < 0 ? drawnBounds.length : bucket;
    this.#drawn[index] = (this.#drawn[index] ?? 0) + 1;
  }

  /** How many fell into each bar: up to its bound and above the one before. The last bar is for those above all. */
  get drawn(): readonly number[] {
    return this.#drawn;
  }

  /** Undefined until something was recorded. */
  get summary(): LatencySummary | undefined {
    const histogram = this.#histogram;
    if (histogram.count === 0) return undefined;
    const quantile = (percent: number): number => histogram.percentile(percent) / 1e6;
    return {
      p50: quantile(50),
      p90: quantile(90),
      p99: quantile(99),
      p999: quantile(99.9),
      max: histogram.max / 1e6,
      mean: histogram.mean / 1e6,
    };
  }
}
