import { Latencies } from './latencies.ts';
import type { Mix, MixEntry } from './mix.ts';
import type { SentRun } from './send-run.ts';

/** Most messages of failures that are kept. */
const maxMessages = 5;

/** What became of the runs with one value of the mix. */
export interface EntryTally {
  readonly entry: MixEntry;
  readonly statuses: Map<string, number>;
  readonly sinceDue: Latencies;
}

/** Adds up what became of the runs. Memory O(values of the mix). */
export class Tally {
  readonly statuses = new Map<string, number>();
  /** From the moment each run was due: what a caller waits. */
  readonly sinceDue = new Latencies();
  /** From the moment each run was sent: what the mesh takes. */
  readonly sinceSent = new Latencies();
  readonly entries: readonly EntryTally[];
  /** Messages of failures that no fault ordered. */
  readonly messages = new Set<string>();
  cancelled = 0;
  failedAsOrdered = 0;
  failedOtherwise = 0;
  faultsDropped = 0;
  stored = 0;

  constructor(mix: Mix) {
    this.entries = mix
      .flat()
      .map((entry) => ({ entry, statuses: new Map<string, number>(), sinceDue: new Latencies() }));
  }

  get succeeded(): number {
    return this.statuses.get('OK') ?? 0;
  }

  add(run: SentRun): void {
    if (run.isFaultDropped) this.faultsDropped++;
    if (run.isStored) this.stored++;
    if (run.isCancelled) {
      this.cancelled++;
      return;
    }
    count(this.statuses, run.status);
    this.sinceDue.record(run.sinceDueSeconds);
    this.sinceSent.record(run.sinceSentSeconds);
    for (const { entry, statuses, sinceDue } of this.entries) {
      if (!run.entries.includes(entry)) continue;
      count(statuses, run.status);
      sinceDue.record(run.sinceDueSeconds);
    }
    if (run.status !== 'OK') this.#addFailure(run);
  }

  #addFailure({ isOrdered, status, message }: SentRun): void {
    if (isOrdered) this.failedAsOrdered++;
    else {
      this.failedOtherwise++;
      if (this.messages.size < maxMessages) this.messages.add(`${status}: ${message}`);
    }
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Counts of statuses in the order of their names. */
export function statusesByName(statuses: ReadonlyMap<string, number>): [string, number][] {
  return [...statuses].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
