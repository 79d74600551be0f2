import type { Random } from './seeded-random.ts';

/** How arrivals are spread: at random and independent of each other, as real callers come, or with equal gaps. */
export const arrivalPatterns = ['poisson', 'even'] as const;

export interface ArrivalOptions {
  readonly pattern: (typeof arrivalPatterns)[number];
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly random: Random;
}

/** When runs are due, ms after the start, ascending and below the duration. All is known before the first is sent. */
export function* arrivals({
  pattern,
  ratePerSecond,
  durationMs,
  random,
}: ArrivalOptions): Generator<number, void> {
  const gapMs = 1_000 / ratePerSecond;
  // 1 − random is in (0, 1]: the gaps of a Poisson process are exponential.
  const next = (at: number, index: number): number =>
    pattern === 'even' ? index * gapMs : at - Math.log(1 - random()) * gapMs;
  for (let index = 0, at = next(0, 0); at < durationMs; at = next(at, ++index)) yield at;
}
