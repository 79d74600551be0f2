import type { BlockFacts, Range } from '@prime-mesh/primes';
import { names } from '@prime-mesh/telemetry';

export type RunState = 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';

/** What one service spent on a run, over all its processes that took part. */
export interface ServiceCost {
  readonly service: string;
  readonly instances: number;
  readonly cpuSeconds: number;
  readonly threadCpuSeconds: number;
  readonly peakRssBytes: number;
}

/** A run as it is stored. Its blocks are stored in order, so `facts` are those of [range.from, end of the last block). */
export interface RunRecord {
  readonly id: string;
  readonly state: RunState;
  readonly range: Range;
  /** Primes wanted, 0 for a run over a range. */
  readonly wanted: number;
  readonly blockBytes: number;
  readonly inFlight: number;
  /** 0 while unknown. */
  readonly blocksTotal: number;
  readonly blocksStored: number;
  readonly blocksRefused: number;
  readonly facts: BlockFacts;
  readonly seed: bigint;
  readonly audit?: { readonly count: bigint; readonly cpuSeconds: number };
  readonly traceId: string;
  readonly startedAtMs: number;
  readonly finishedAtMs?: number;
  readonly error: string;
  readonly baggage: Readonly<Record<string, string>>;
  readonly usages: readonly ServiceCost[];
  readonly found: readonly string[];
}

/** A run without the primes that it found, which are up to 10 MB. */
export type RunSummary = Omit<RunRecord, 'found'>;

/** A verified block as it is stored, without its bitmap. */
export interface BlockRecord {
  readonly runId: string;
  readonly index: number;
  readonly range: Range;
  readonly facts: BlockFacts;
  readonly traceId: string;
  readonly spanId: string;
}

/** Whether the run is verified but not stored, because its baggage says so. */
export function isSynthetic({ baggage }: Pick<RunRecord, 'baggage'>): boolean {
  return baggage[names.baggage.synthetic] === 'true';
}
