import type { BlockFacts, Range } from '@prime-mesh/primes';
import { names } from '@prime-mesh/telemetry';
import type { BlockRow, RunRow } from './schema.ts';

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

/** A verified block as it is stored, without its bitmap. */
export interface BlockRecord {
  readonly runId: string;
  readonly index: number;
  readonly range: Range;
  readonly facts: BlockFacts;
  readonly traceId: string;
  readonly spanId: string;
}

/** Whether the run is verified but not stored, as its baggage asked. */
export function isSynthetic({ baggage }: Pick<RunRecord, 'baggage'>): boolean {
  return baggage[names.baggage.synthetic] === 'true';
}

export function toRunRow(run: RunRecord): RunRow {
  return {
    id: run.id,
    state: run.state,
    ...toRangeColumns(run.range),
    primes_wanted: run.wanted,
    block_bytes: run.blockBytes,
    in_flight: run.inFlight,
    blocks_total: run.blocksTotal,
    blocks_stored: run.blocksStored,
    blocks_refused: run.blocksRefused,
    ...toFactsColumns(run.facts),
    sample_seed: String(run.seed),
    audit_count: run.audit ? String(run.audit.count) : null,
    audit_cpu_seconds: run.audit?.cpuSeconds ?? 0,
    trace_id: run.traceId,
    started_at: run.startedAtMs,
    finished_at: run.finishedAtMs ?? null,
    error: run.error,
    baggage: JSON.stringify(run.baggage),
    usages: JSON.stringify(run.usages),
    found: JSON.stringify(run.found),
  };
}

export function fromRunRow(row: RunRow): RunRecord {
  return {
    id: row.id,
    state: row.state as RunState,
    range: fromRangeColumns(row),
    wanted: row.primes_wanted,
    blockBytes: row.block_bytes,
    inFlight: row.in_flight,
    blocksTotal: row.blocks_total,
    blocksStored: row.blocks_stored,
    blocksRefused: row.blocks_refused,
    facts: fromFactsColumns(row),
    seed: BigInt(row.sample_seed),
    ...(row.audit_count !== null && {
      audit: { count: BigInt(row.audit_count), cpuSeconds: row.audit_cpu_seconds },
    }),
    traceId: row.trace_id,
    startedAtMs: row.started_at,
    ...(row.finished_at !== null && { finishedAtMs: row.finished_at }),
    error: row.error,
    // Written by toRunRow alone.
    baggage: JSON.parse(row.baggage) as RunRecord['baggage'],
    usages: JSON.parse(row.usages) as RunRecord['usages'],
    found: JSON.parse(row.found) as RunRecord['found'],
  };
}

export function toBlockRow(block: BlockRecord, bitmap: Uint8Array | null): BlockRow {
  return {
    run_id: block.runId,
    block_index: block.index,
    ...toRangeColumns(block.range),
    ...toFactsColumns(block.facts),
    trace_id: block.traceId,
    span_id: block.spanId,
    bitmap,
  };
}

export function fromBlockRow(row: Omit<BlockRow, 'bitmap'>): BlockRecord {
  return {
    runId: row.run_id,
    index: row.block_index,
    range: fromRangeColumns(row),
    facts: fromFactsColumns(row),
    traceId: row.trace_id,
    spanId: row.span_id,
  };
}

type RangeColumns = Pick<RunRow, 'range_from' | 'range_to'>;

function toRangeColumns({ from, to }: Range): RangeColumns {
  return { range_from: String(from), range_to: String(to) };
}

export function fromRangeColumns({ range_from, range_to }: RangeColumns): Range {
  return { from: BigInt(range_from), to: BigInt(range_to) };
}

function toFactsColumns(facts: BlockFacts) {
  return {
    prime_count: facts.count,
    prime_sum: String(facts.sum),
    first_prime: facts.first?.toString() ?? null,
    last_prime: facts.last?.toString() ?? null,
    max_gap: facts.maxGap,
    max_gap_at: facts.maxGapAt?.toString() ?? null,
    twin_pairs: facts.twins,
    checksum: String(facts.checksum),
    sampled_primes: facts.sampled.primes,
    sampled_composites: facts.sampled.composites,
  };
}

function fromFactsColumns(row: ReturnType<typeof toFactsColumns>): BlockFacts {
  return {
    count: row.prime_count,
    sum: BigInt(row.prime_sum),
    ...(row.first_prime !== null && { first: BigInt(row.first_prime) }),
    ...(row.last_prime !== null && { last: BigInt(row.last_prime) }),
    maxGap: row.max_gap,
    ...(row.max_gap_at !== null && { maxGapAt: BigInt(row.max_gap_at) }),
    twins: row.twin_pairs,
    checksum: BigInt(row.checksum),
    sampled: { primes: row.sampled_primes, composites: row.sampled_composites },
  };
}
