import { dataLoss, type CallScope, type Pool, type TaskResult } from '@prime-mesh/mesh';
import type { Ledger } from './ledger.ts';

/** Counts the primes up to x. */
type CountingPool = Pick<Pool<bigint, bigint>, 'run'>;

/** Largest share of a run's CPU time that an unrequested count may take. */
const affordableShare = 0.1;

/**
 * Largest end of a range, and start of the next primes, for which an audit can be asked. Where the next primes end is not
 * known before, but a run finds at most 10^6 digits of them: 71 428 primes from here on, which end far below the largest
 * x that can be counted.
 */
export const maxAudited = 10n ** 13n;

/** CPU seconds that π(10^13) takes, measured. Those of π(x) grow as x^¾. */
const largestCountSeconds = 0.8;

/**
 * Counts the primes of the run by a second method, where asked for or cheap.
 * @throws {MeshError} DATA_LOSS if the two counts differ
 */
export async function auditRun(
  pool: CountingPool,
  isAskedFor: boolean,
  ledger: Ledger,
  scope: Pick<CallScope, 'signal'>,
): Promise<void> {
  const { range, facts } = ledger.sum();
  if (!isAskedFor && range.to > maxAudited) return;
  const bounds = [range.to - 1n, range.from - 1n].filter((x) => x > 1n); // π(1) = 0
  if (!isAskedFor && countSeconds(bounds) > affordableShare * ledger.cpuSeconds()) return;
  const count = await countBetween(bounds, pool, ledger, scope);
  if (count !== BigInt(facts.count)) {
    throw dataLoss(`run holds ${facts.count} primes, π(to) − π(from) is ${count}`);
  }
}

/** π of the first bound less that of the second, where there is one. */
async function countBetween(
  bounds: readonly bigint[],
  pool: CountingPool,
  ledger: Ledger,
  scope: Pick<CallScope, 'signal'>,
): Promise<bigint> {
  const counts: TaskResult<bigint>[] = [];
  for (const x of bounds) counts.push(await pool.run(x, scope)); // one by one, since two at once take twice the memory
  const cpuSeconds = counts.reduce((total, each) => total + each.cpuSeconds, 0);
  const [upTo = 0n, before = 0n] = counts.map(({ output }) => output);
  const count = upTo - before;
  ledger.addAudit(count, cpuSeconds);
  return count;
}

function countSeconds(bounds: readonly bigint[]): number {
  const seconds = (x: bigint): number => largestCountSeconds * (Number(x) / Number(maxAudited)) ** 0.75;
  return bounds.reduce((total, x) => total + seconds(x), 0);
}
