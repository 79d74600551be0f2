import type { FactsRow } from './facts-columns.ts';

export type RunRow = FactsRow & {
  id: string;
  state: string;
  range_from: string;
  range_to: string;
  primes_wanted: number;
  block_bytes: number;
  in_flight: number;
  blocks_total: number;
  blocks_stored: number;
  blocks_refused: number;
  sample_seed: string;
  audit_count: string | null;
  audit_cpu_seconds: number;
  trace_id: string;
  /** Milliseconds since 1970. */
  started_at: number;
  finished_at: number | null;
  error: string;
  /** JSON. */
  baggage: string;
  usages: string;
  found: string;
};

export type BlockRow = FactsRow & {
  run_id: string;
  block_index: number;
  range_from: string;
  range_to: string;
  trace_id: string;
  span_id: string;
  /** Zstandard; null where the loader stores none. The last column, so that reading the others skips its pages. */
  bitmap: Uint8Array | null;
};

export interface Tables {
  runs: RunRow;
  blocks: BlockRow;
}
