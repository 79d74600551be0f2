/**
 * Columns of facts, in runs and in blocks. Counts and gaps fit 53 bits whatever is run; sums, primes and hashes do not
 * and are decimal text.
 */
interface FactsColumns {
  prime_count: number;
  prime_sum: string;
  first_prime: string | null;
  last_prime: string | null;
  max_gap: number;
  max_gap_at: string | null;
  twin_pairs: number;
  checksum: string;
  sampled_primes: number;
  sampled_composites: number;
}

export type RunRow = FactsColumns & {
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

export type BlockRow = FactsColumns & {
  run_id: string;
  block_index: number;
  range_from: string;
  range_to: string;
  trace_id: string;
  span_id: string;
  /** The bitmap, zstd; null when the loader stores none. Last, so that reading the others skips its pages. */
  bitmap: Uint8Array | null;
};

export interface Tables {
  runs: RunRow;
  blocks: BlockRow;
}
