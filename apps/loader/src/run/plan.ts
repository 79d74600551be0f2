import type { AlgorithmName } from '@prime-mesh/contracts';
import { blockBase, maxSieved, type Range, windowFor } from '@prime-mesh/primes';

/** What is wanted: all primes of a range, or the next primes from a number on. */
export type Goal =
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'next'; readonly from: bigint; readonly count: number };

/** A valid request for a run, with the loader's defaults filled in. */
export interface Plan {
  readonly goal: Goal;
  readonly blockBytes: number;
  readonly inFlight: number;
  /** 0: the services choose. */
  readonly sieveLimit: number;
  readonly algorithm: AlgorithmName;
  /** Count by a second method whatever it costs. */
  readonly audit: boolean;
}

const numbersPerByte = 30n;

/** Where the sieve's last block ends: a border of blocks. */
const endOfSieve = blockBase(maxSieved);

/** Windows of fewer numbers cost more to ask for than to sieve. */
const smallestWindow = 30_000;

/** Expected gaps beyond those of the wanted primes. Primes are Poisson-like, so a second window is rare (e^−5 at worst). */
const spareGaps = 5;

/** Expected gaps in a block beyond maxSieved, where each candidate is tested, which takes seconds. */
const gapsPerLargeBlock = 25;

/** First integer to look at. */
export function startOf(goal: Goal): bigint {
  return goal.kind === 'range' ? goal.range.from : goal.from;
}

/**
 * The block of a plan that begins at `from`; undefined where its range ends. The next begins where this one ends: all but
 * the first begin at a multiple of 30, so that none needs more bitmap than asked for. Those of the next primes never end:
 * the caller stops.
 */
export function blockFrom(plan: Plan, from: bigint): Range | undefined {
  const border = blockEnd(plan, from);
  if (plan.goal.kind === 'next') return { from, to: border };
  const { to } = plan.goal.range;
  return from < to ? { from, to: border < to ? border : to } : undefined;
}

function blockEnd({ goal, blockBytes }: Plan, from: bigint): bigint {
  const bytes = goal.kind === 'range' ? blockBytes : windowBytes(goal, blockBytes);
  const border = blockBase(from) + BigInt(bytes) * numbersPerByte;
  if (border <= endOfSieve) return border;
  if (!isLarge(from)) return endOfSieve;
  const { to } = windowFor(from, goal.kind === 'range' ? gapsPerLargeBlock : goal.count);
  return to < border ? to : border;
}

/** Whether a number is beyond the sieve, so that each candidate is tested on its own. */
export function isLarge(n: bigint): boolean {
  return n >= endOfSieve;
}

/** Blocks of a plan; 0 when only the run will tell. */
export function countBlocks({ goal, blockBytes }: Plan): number {
  if (goal.kind === 'next' || isLarge(goal.range.to - 1n)) return 0;
  const { from, to } = goal.range;
  const numbers = BigInt(blockBytes) * numbersPerByte;
  return Number((to - blockBase(from) + numbers - 1n) / numbers);
}

/** Blocks to work on at once; for the next primes no more than will probably be needed. */
export function usefulInFlight({ goal, blockBytes, inFlight }: Plan): number {
  if (goal.kind === 'range') return inFlight;
  return Math.min(inFlight, Math.ceil(numbersExpected(goal) / (30 * windowBytes(goal, blockBytes))));
}

function windowBytes(goal: Goal & { kind: 'next' }, blockBytes: number): number {
  return Math.min(blockBytes, Math.ceil(Math.max(numbersExpected(goal), smallestWindow) / 30));
}

/** Numbers that very probably hold the wanted primes: the average gap at x is ln x (prime number theorem). */
function numbersExpected({ from, count }: Goal & { kind: 'next' }): number {
  const averageGap = String(from).length * Math.LN10;
  return Math.ceil((count + spareGaps + 2 * Math.sqrt(count)) * averageGap);
}
