import type { Range } from '@prime-mesh/primes';
import { fromFactsRow, toFactsRow } from './facts-columns.ts';
import type { BlockRecord, RunRecord, RunState, RunSummary } from './records.ts';
import type { BlockRow, RunRow } from './schema.ts';

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
    ...toFactsRow(run.facts),
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
  return { ...fromRunSummaryRow(row), found: JSON.parse(row.found) as RunRecord['found'] };
}

export function fromRunSummaryRow(row: Omit<RunRow, 'found'>): RunSummary {
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
    facts: fromFactsRow(row),
    seed: BigInt(row.sample_seed),
    ...(row.audit_count !== null && {
      audit: { count: BigInt(row.audit_count), cpuSeconds: row.audit_cpu_seconds },
    }),
    traceId: row.trace_id,
    startedAtMs: row.started_at,
    ...(row.finished_at !== null && { finishedAtMs: row.finished_at }),
    error: row.error,
    // Only toRunRow writes these.
    baggage: JSON.parse(row.baggage) as RunRecord['baggage'],
    usages: JSON.parse(row.usages) as RunRecord['usages'],
  };
}

export function toBlockRow(block: BlockRecord, bitmap: Uint8Array | null): BlockRow {
  return {
    run_id: block.runId,
    block_index: block.index,
    ...toRangeColumns(block.range),
    ...toFactsRow(block.facts),
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
    facts: fromFactsRow(row),
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
