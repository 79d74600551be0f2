import { BackendError } from '../backend-error.ts';
import type { Period } from '../backend.ts';
import type { Span } from '../span.ts';
import { getJson, type Api } from './get-json.ts';
import { readResourceSpans, type ResourceSpans } from './otlp-json.ts';

interface TraceAnswer {
  readonly trace?: { readonly resourceSpans?: ResourceSpans[]; readonly batches?: ResourceSpans[] };
  readonly status?: string | number;
  readonly message?: string;
}

/** Values of `status` when a trace is larger than Tempo's `max_bytes_per_trace`. */
const partial: readonly unknown[] = ['PARTIAL', 1];

/**
 * Returns every span of a trace; none if Tempo does not have it.
 * @throws {BackendError} also if Tempo holds only a part of it
 * @see https://grafana.com/docs/tempo/latest/api_docs/#query-v2
 */
export async function tempoTrace(tempo: Api, traceId: string): Promise<Span[]> {
  let answer: TraceAnswer;
  try {
    answer = (await getJson(tempo, `api/v2/traces/${traceId}`)) as TraceAnswer; // as documented
  } catch (error) {
    if (error instanceof BackendError && error.status === 404) return [];
    throw error;
  }
  if (partial.includes(answer.status)) {
    const why = answer.message ?? 'it is larger than max_bytes_per_trace';
    throw new BackendError(`Tempo at ${tempo.url.origin} has only a part of trace ${traceId}: ${why}`);
  }
  return readResourceSpans(answer.trace?.resourceSpans ?? answer.trace?.batches ?? []);
}

/**
 * Returns the ids of the traces that a TraceQL query finds. Tempo's search misses the newest 30 s. It may stop
 * anywhere once it has found `limit` traces.
 * @throws {BackendError} also if there are `limit` traces or more
 */
export async function tempoSearch(
  tempo: Api,
  traceql: string,
  { startNs, endNs, limit }: Period & { readonly limit: number },
): Promise<string[]> {
  const range = { start: `${startNs / 1_000_000_000n}`, end: `${endNs / 1_000_000_000n + 1n}` };
  const answer = await getJson(tempo, 'api/search', { q: traceql, ...range, limit: `${limit}` });
  const { traces = [] } = answer as { traces?: { traceID: string }[] };
  if (traces.length >= limit) {
    throw new BackendError(
      `Tempo at ${tempo.url.origin} has ${limit} traces or more in this time: ask for less`,
    );
  }
  // A search leaves out leading zeros.
  return traces.map(({ traceID }) => traceID.padStart(32, '0'));
}
