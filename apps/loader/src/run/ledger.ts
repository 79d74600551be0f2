import type { UsageInput } from '@prime-mesh/contracts';
import { startUsage } from '@prime-mesh/mesh';
import { mergeFacts } from '@prime-mesh/primes';
import type { BlockRecord, RunRecord, RunState } from '../store/records.ts';
import { Costs } from './costs.ts';

/**
 * What a run adds up to. It only counts: whatever stores or reports the run asks for the sum. Blocks are counted in
 * order, so the facts of a run are always those of an unbroken range.
 */
export class Ledger {
  readonly #costs = new Costs();
  readonly #ownUsage = startUsage();
  #run: RunRecord;
  #blocksRefused = 0;

  constructor(run: RunRecord) {
    this.#run = run;
  }

  get runId(): string {
    return this.#run.id;
  }

  get isOpen(): boolean {
    return this.#run.state === 'RUNNING';
  }

  /** Primes still to be found once `named` more are counted; Infinity for a run over a range. */
  wantedAfter(named: number): number {
    const { wanted, found } = this.#run;
    return wanted === 0 ? Infinity : Math.max(0, wanted - found.length - named);
  }

  /** CPU time that the worker threads of all services have spent on the run, seconds. */
  cpuSeconds(): number {
    return this.#costs.threadCpuSeconds();
  }

  /** The run as it is now, with what it has cost so far. */
  sum(): RunRecord {
    return { ...this.#run, blocksRefused: this.#blocksRefused, usages: this.#costs.perService() };
  }

  /** The run as it will be once the next block is stored and counted. */
  sumWith({ range, facts }: BlockRecord, named: readonly string[]): RunRecord {
    const run = this.sum();
    return {
      ...run,
      range: run.wanted > 0 ? { from: run.range.from, to: range.to } : run.range,
      blocksStored: run.blocksStored + 1,
      facts: mergeFacts(run.facts, facts),
      found: [...run.found, ...named].slice(0, run.wanted),
    };
  }

  /** Counts a block that was stored: the run is now what `sumWith` returned for it. */
  count(sumWithBlock: RunRecord): void {
    this.#run = sumWithBlock;
  }

  /** Counts what other services spent on a block. */
  addUsages(usages: readonly UsageInput[]): void {
    for (const usage of usages) this.#costs.add(usage);
  }

  /** Counts what a thread of the loader spent. */
  addThreadCpu(seconds: number): void {
    this.#costs.add(this.#ownUsage.end(seconds));
  }

  addRefused(): void {
    this.#blocksRefused++;
  }

  addAudit(count: bigint, cpuSeconds: number): void {
    this.addThreadCpu(cpuSeconds);
    this.#run = { ...this.#run, audit: { count, cpuSeconds } };
  }

  /** Ends the count and returns the run as it ended. `error` is what readers of the run see; empty for none. */
  close(state: Exclude<RunState, 'RUNNING'>, error: string): RunRecord {
    this.addThreadCpu(0);
    const blocksTotal = state === 'FINISHED' ? this.#run.blocksStored : this.#run.blocksTotal;
    this.#run = { ...this.#run, state, error, blocksTotal, finishedAtMs: Date.now() };
    return this.sum();
  }
}
