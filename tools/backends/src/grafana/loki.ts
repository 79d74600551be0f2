import type { Period } from '../backend.ts';
import { getJson, type Api } from './get-json.ts';

/** A log record of Loki. `labels` holds labels and structured metadata; dots in names are underscores. */
export interface LokiRecord {
  readonly timeNs: bigint;
  readonly line: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface StreamsAnswer {
  readonly data?: {
    readonly result?: readonly {
      readonly stream: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [string, string, ...unknown[]])[];
    }[];
  };
}

/** Records a page. Loki refuses more than its `max_entries_limit_per_query`, 5000 by default. */
const pageSize = 5_000;

/**
 * Returns every record that a LogQL query finds, in any order. Reads page by page.
 * @throws {BackendError}
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time
 */
export async function lokiRecords(
  loki: Api,
  logql: string,
  { startNs, endNs, limit = pageSize }: Period & { readonly limit?: number },
): Promise<LokiRecord[]> {
  const found = new Map<string, LokiRecord>();
  for (let start = startNs; start < endNs;) {
    const page = await recordsFrom(loki, logql, { startNs: start, endNs, limit });
    // A page starts at the time of the last record of the page before, which other records may share.
    for (const record of page) found.set(keyOf(record), record);
    if (page.length < limit) break;
    const last = page.reduce((most, { timeNs }) => (timeNs > most ? timeNs : most), start);
    start = last > start ? last : start + 1n;
  }
  return [...found.values()];
}

async function recordsFrom(
  loki: Api,
  query: string,
  { startNs, endNs, limit }: Period & { readonly limit: number },
): Promise<LokiRecord[]> {
  const range = { start: `${startNs}`, end: `${endNs}`, limit: `${limit}`, direction: 'forward' };
  const answer = (await getJson(loki, 'loki/api/v1/query_range', { query, ...range })) as StreamsAnswer;
  return (answer.data?.result ?? []).flatMap(({ stream, values }) =>
    values.map(([time, line]) => ({ timeNs: BigInt(time), line, labels: stream })),
  );
}

/** Equal for two records that Loki treats as one: same stream, time and line. */
function keyOf({ timeNs, line, labels }: LokiRecord): string {
  return JSON.stringify([`${timeNs}`, line, labels]);
}
