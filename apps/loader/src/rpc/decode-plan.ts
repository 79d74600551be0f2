import {
  decodeAlgorithm,
  decodeInteger,
  decodeRange,
  maxBlockBytes,
  maxDigitsFound,
  minBlockBytes,
  sieveLimits,
  type NextPrimes,
  type RunRequest,
} from '@prime-mesh/contracts';
import { invalidArgument, outOfRange } from '@prime-mesh/mesh';
import type { LoaderConfig } from '../config.ts';
import { maxAudited } from '../run/audit-run.ts';
import type { Goal, Plan } from '../run/plan.ts';

type Defaults = Pick<LoaderConfig, 'blockBytes' | 'inFlight' | 'slots'>;

/**
 * Request on the wire → plan.
 * @throws {MeshError} INVALID_ARGUMENT or OUT_OF_RANGE, naming the field, the value and the bound
 */
export function decodePlan(request: RunRequest, defaults: Defaults): Plan {
  const goal = decodeGoal(request);
  const algorithm = decodeAlgorithm(request.algorithm);
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
  if (goal === undefined) throw invalidArgument('goal is required: range or next', 'goal');
  if (goal === 'next') return decodeNext(next);
  return { kind: 'range', range: decodeRange(wanted) };
}

function decodeNext(next: NextPrimes | null | undefined): Goal {
  if (!next) throw invalidArgument('next is required', 'next');
  const from = decodeInteger(next.from, 'next.from');
  if (next.count < 1) throw invalidArgument(`next.count ${next.count} must be at least 1`, 'next.count');
  const maxCount = Math.floor(maxDigitsFound / next.from.length);
  if (next.count > maxCount) {
    throw outOfRange(
      `next.count ${next.count} exceeds ${maxCount} primes of ${next.from.length} digits`,
      'next.count',
    );
  }
  return { kind: 'next', from, count: next.count };
}

/** Returns the value if it is in bounds. 0 stands for absent, as in every proto3 field without presence. */
function optional(name: string, value: number, min: number, max: number): number {
  if (value !== 0 && (value < min || value > max)) {
    throw outOfRange(`${name} ${value} is not between ${min} and ${max}`, name);
  }
  return value;
}

function checkAudit(goal: Goal): void {
  const reach = goal.kind === 'range' ? goal.range.to : goal.from;
  if (reach > maxAudited) throw outOfRange(`audit up to ${reach} exceeds ${maxAudited}`, 'audit');
}
