import {
  decodeInteger,
  decodeRange,
  maxBlockBytes,
  type NextPrimes,
  type RunRequest,
} from '@prime-mesh/contracts';
import { invalidArgument, outOfRange } from '@prime-mesh/mesh';
import { maxCounted } from '@prime-mesh/primes';
import type { LoaderConfig } from './config.ts';
import type { Goal, Plan } from './plan.ts';
import type { RunCursor } from './store/store.ts';

/** Smaller blocks would be all overhead: 1 KiB stands for 30 720 numbers. */
export const minBlockBytes = 1024;

/** Below it nothing is left to the patterns of the extractor; above it its base primes outgrow the L2 cache. */
const sieveLimits = { min: 97, max: 2 ** 20 };

/** Digits that the primes wanted may have together: they are kept in one row of the store and sent in one message. */
const maxDigitsFound = 1_000_000;

const algorithms = ['ALGORITHM_UNSPECIFIED', 'ALGORITHM_SIEVE', 'ALGORITHM_MILLER_RABIN'] as const;

type Defaults = Pick<LoaderConfig, 'blockBytes' | 'inFlight' | 'slots'>;

/**
 * Request on the wire → plan.
 * @throws {MeshError} INVALID_ARGUMENT or OUT_OF_RANGE, naming the field, the value and the bound
 */
export function decodePlan(request: RunRequest, defaults: Defaults): Plan {
  const goal = decodeGoal(request);
  const algorithm = algorithms.find((known) => known === request.algorithm);
  if (!algorithm)
    throw invalidArgument(`algorithm ${request.algorithm} is not one of ${algorithms.join(', ')}`);
  const { blockBytes, inFlight, sieveLimit } = request;
  if (request.audit) checkAudit(goal);
  return {
    goal,
    blockBytes: optional('block_bytes', blockBytes, minBlockBytes, maxBlockBytes) || defaults.blockBytes,
    inFlight: optional('in_flight', inFlight, 1, defaults.slots) || defaults.inFlight,
    sieveLimit: optional('sieve_limit', sieveLimit, sieveLimits.min, sieveLimits.max),
    algorithm,
    audit: request.audit,
  };
}

function decodeGoal({ goal, range: wanted, next }: RunRequest): Goal {
  if (goal === undefined) throw invalidArgument('goal is required: range or next');
  if (goal === 'next') return decodeNext(next);
  return { kind: 'range', range: decodeRange(wanted) };
}

function decodeNext(next: NextPrimes | null | undefined): Goal {
  if (!next) throw invalidArgument('next is required');
  const from = decodeInteger(next.from, 'next.from');
  if (next.count < 1) throw invalidArgument(`next.count ${next.count} must be at least 1`);
  const maxCount = Math.floor(maxDigitsFound / next.from.length);
  if (next.count > maxCount) {
    throw outOfRange(`next.count ${next.count} exceeds ${maxCount} primes of ${next.from.length} digits`);
  }
  return { kind: 'next', from, count: next.count };
}

/** 0 stands for absent, as in every proto3 field without presence. */
function optional(name: string, value: number, min: number, max: number): number {
  if (value !== 0 && (value < min || value > max)) {
    throw outOfRange(`${name} ${value} is not between ${min} and ${max}`);
  }
  return value;
}

function checkAudit(goal: Goal): void {
  const reach = goal.kind === 'range' ? goal.range.to : goal.from;
  if (reach > maxCounted) throw outOfRange(`audit up to ${reach} exceeds ${maxCounted}`);
}

/** Run → token that stands for the page after it. */
export function encodeCursor({ startedAtMs, id }: RunCursor): string {
  return `${startedAtMs}.${id}`;
}

/**
 * Page token → the run before the page; none for the first page.
 * @throws {MeshError} INVALID_ARGUMENT if no answer of ListRuns held it
 */
export function decodeCursor(token: string): RunCursor | undefined {
  if (token === '') return undefined;
  const [, startedAtMs, id] = /^(\d{1,15})\.([\w-]+)$/.exec(token) ?? [];
  if (!startedAtMs || !id)
    throw invalidArgument(`page_token ${JSON.stringify(token.slice(0, 40))} is not valid`);
  return { startedAtMs: Number(startedAtMs), id };
}
