import { dataLoss, type TaskResult } from '@prime-mesh/mesh';
import { maxCounted } from '@prime-mesh/primes';
import { names } from '@prime-mesh/telemetry';
import type { BlockPath, Scope } from './fetch-block.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';

/** Share of a run's CPU time that a count nobody asked for may take. */
const affordableShare = 0.1;

/** CPU seconds of π(10^13), measured; those of π(x) grow as x^¾. */
const largestCountSeconds = 0.8;

/**
 * Counts the primes of the run by a second method, where asked for or cheap.
 * @throws {MeshError} DATA_LOSS if the two counts differ
 */
export async function auditRun(
  { verifyPool }: BlockPath,
  plan: Plan,
  ledger: Ledger,
  scope: Scope,
): Promise<void> {
  const { range, facts } = ledger.run;
  if (range.to - 1n > maxCounted) return;
  const bounds = [range.to - 1n, range.from - 1n].filter((x) => x > 1n); // π(1) = 0
  if (!plan.audit && countSeconds(bounds) > affordableShare * ledger.cpuSeconds()) return;
  const count = await countBetween(bounds, verifyPool, ledger, scope);
  if (count !== BigInt(facts.count)) {
    throw dataLoss(`run holds ${facts.count} primes, π(to) − π(from) is ${count}`);
  }
}

/** Π of the first bound less that of the second, where there is one. */
async function countBetween(
  bounds: readonly bigint[],
  verifyPool: BlockPath['verifyPool'],
  ledger: Ledger,
  scope: Scope,
): Promise<bigint> {
  if (bounds.length === 0) return 0n;
  // A thread of its own would take 30 MB and longer to start than most counts take.
  const audit = verifyPool.other<bigint, bigint>('audit', names.spans.audit);
  const counts: TaskResult<bigint>[] = [];
  for (const x of bounds) counts.push(await audit.run(x, scope)); // at once they would take twice the memory
  const cpuSeconds = counts.reduce((total, each) => total + each.cpuSeconds, 0);
  const [upTo = 0n, before = 0n] = counts.map(({ output }) => output);
  const count = upTo - before;
  ledger.addAudit(count, cpuSeconds);
  return count;
}

function countSeconds(bounds: readonly bigint[]): number {
  const seconds = (x: bigint): number => largestCountSeconds * (Number(x) / Number(maxCounted)) ** 0.75;
  return bounds.reduce((total, x) => total + seconds(x), 0);
}
