import type { RunRequestInput } from '@prime-mesh/contracts';
import { randomInt } from 'node:crypto';
import { rangeRequest } from '../runs/run-request.ts';
import { readDecimal, readNumber, readSeconds } from '../terminal/read-quantity.ts';
import type { arrivalPatterns } from './arrivals.ts';
import { parseMix, type Mix } from './mix.ts';

/** Options of `traffic` as they were typed. */
export interface TrafficOptions {
  readonly rate: string;
  readonly duration: string;
  readonly mix?: readonly string[];
  readonly arrivals: (typeof arrivalPatterns)[number];
  readonly seed?: string;
  readonly inFlight: string;
  readonly deadline: string;
  readonly from: string;
  readonly count: string;
  readonly block: string;
}

/** What to send. */
export interface TrafficPlan {
  readonly ratePerSecond: number;
  readonly durationSeconds: number;
  readonly pattern: (typeof arrivalPatterns)[number];
  readonly seed: number;
  readonly maxInFlight: number;
  readonly budgetMs: number;
  readonly mix: Mix;
  /** The request of the run with this index, from 0. Each run covers the numbers after those of the one before. */
  readonly request: (index: number) => RunRequestInput;
}

/** Runs a second. No loader starts that many, and the sender itself would be late. */
const maxRate = 1_000;
/** A week, seconds. */
const maxDurationSeconds = 604_800;
const maxDeadlineSeconds = 3_600;
/** Calls that a server takes on one connection: more would wait in the client, where nobody sees them. */
const maxInFlight = 256n;
const maxSeed = 2n ** 32n - 1n;
/** Integers in one run. A run of minutes is no traffic. */
const maxCount = 10n ** 9n;

/**
 * Reads the options of `traffic`.
 * @throws {UsageError} naming the option, the value and the bound
 */
export function planTraffic(options: TrafficOptions): TrafficPlan {
  const { rate, duration, mix = [], arrivals, seed, inFlight, deadline, block } = options;
  const count = readNumber('--count', options.count, { min: 1n, max: maxCount });
  const from = readNumber('--from', options.from);
  const { blockBytes = 0 } = rangeRequest({ count: '1', block });
  return {
    ratePerSecond: readDecimal('--rate', rate, { max: maxRate, unit: 'runs a second' }),
    durationSeconds: readSeconds('--duration', duration, maxDurationSeconds),
    pattern: arrivals,
    seed: seed === undefined ? randomInt(2 ** 32) : Number(readNumber('--seed', seed, { max: maxSeed })),
    maxInFlight: Number(readNumber('--in-flight', inFlight, { min: 1n, max: maxInFlight })),
    budgetMs: readSeconds('--deadline', deadline, maxDeadlineSeconds) * 1e3,
    mix: parseMix(mix),
    request: (index) => {
      const start = from + BigInt(index) * count;
      return { range: { from: `${start}`, to: `${start + count}` }, blockBytes };
    },
  };
}
