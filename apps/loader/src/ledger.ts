import type { UsageInput } from '@prime-mesh/contracts';
import { startUsage } from '@prime-mesh/mesh';
import { mergeFacts, noFacts } from '@prime-mesh/primes';
import { allowedBaggage } from '@prime-mesh/telemetry';
import { randomBytes, randomUUID } from 'node:crypto';
import { Costs } from './costs.ts';
import {
  activeTraceId,
  blockVerified,
  measuringStore,
  runAccepted,
  runEnded,
  storingBlock,
} from './events.ts';
import { countBlocks, type Plan } from './plan.ts';
import { isSynthetic, type BlockRecord, type RunRecord, type RunState } from './store/records.ts';
import type { Store } from './store/store.ts';

/**
 * The books of one run: what is known of it, in memory and in the store, which never disagree by more than the
 * counters. Blocks come in order, so a run's facts are always those of an unbroken range.
 */
export class Ledger {
  readonly #store: Store;
  readonly #costs = new Costs();
  readonly #ownUsage = startUsage();
  #run: RunRecord;
  #blocksRefused = 0;

  private constructor(store: Store, run: RunRecord) {
    this.#store = store;
    this.#run = run;
  }

  /** Opens the books of a new run. */
  static async open(store: Store, plan: Plan): Promise<Ledger> {
    const { goal } = plan;
    const run: RunRecord = {
      id: randomUUID(),
      state: 'RUNNING',
      range: goal.kind === 'range' ? goal.range : { from: goal.from, to: goal.from },
      wanted: goal.kind === 'range' ? 0 : goal.count,
      blockBytes: plan.blockBytes,
      inFlight: plan.inFlight,
      blocksTotal: countBlocks(plan),
      blocksStored: 0,
      blocksRefused: 0,
      facts: noFacts,
      seed: randomBytes(8).readBigUInt64LE(),
      traceId: activeTraceId(),
      startedAtMs: Date.now(),
      error: '',
      baggage: allowedBaggage(),
      usages: [],
      found: [],
    };
    if (!isSynthetic(run)) await measuringStore('add_run', () => store.addRun(run));
    runAccepted(run);
    return new Ledger(store, run);
  }

  get runId(): string {
    return this.#run.id;
  }

  /** The run as it is now; adds up its costs. */
  get run(): RunRecord {
    return { ...this.#run, blocksRefused: this.#blocksRefused, usages: this.#costs.perService() };
  }

  /** Whether the primes wanted are found; never of a run over a range. */
  get hasAllWanted(): boolean {
    return this.wouldHaveAll([]);
  }

  /** Whether these primes would be the last that are wanted. */
  wouldHaveAll(named: readonly string[]): boolean {
    const { wanted, found } = this.#run;
    return wanted > 0 && found.length + named.length >= wanted;
  }

  /** CPU time that the worker threads of all services have spent on the run, seconds. */
  cpuSeconds(): number {
    return this.#costs.threadCpuSeconds();
  }

  /** What other services spent on a block. */
  addUsages(usages: readonly UsageInput[]): void {
    for (const usage of usages) this.#costs.add(usage);
  }

  /** What a thread of the loader spent. */
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

  /** Stores the next block and the run as it is with it, both or neither; of a synthetic run, nothing. */
  async addBlock(block: BlockRecord, bitmap: Uint8Array | null, named: readonly string[]): Promise<void> {
    const { run } = this;
    const after: RunRecord = {
      ...run,
      range: run.wanted > 0 ? { from: run.range.from, to: block.range.to } : run.range,
      blocksStored: run.blocksStored + 1,
      facts: mergeFacts(run.facts, block.facts),
      found: [...run.found, ...named].slice(0, run.wanted),
    };
    if (isSynthetic(run)) blockVerified(block);
    else await storingBlock(block, () => this.#store.addBlock(after, block, bitmap));
    this.#run = after;
  }

  /** Closes the books; `error` is what readers of the run learn, empty for none. */
  async close(state: Exclude<RunState, 'RUNNING'>, error = '', cause?: unknown): Promise<void> {
    this.addThreadCpu(0);
    const blocksTotal = state === 'FINISHED' ? this.#run.blocksStored : this.#run.blocksTotal;
    this.#run = { ...this.#run, state, error, blocksTotal, finishedAtMs: Date.now() };
    try {
      if (!isSynthetic(this.run)) await measuringStore('save_run', () => this.#store.saveRun(this.run));
    } finally {
      runEnded(this.run, cause);
    }
  }
}
