/** Reads traces, logs and metrics back from the HTTP API of the embedded backend as plain data. */
import type { Source, Span } from '../span.ts';
import {
  toLogRecord,
  toSeries,
  toSpan,
  type ApiLog,
  type ApiSeries,
  type ApiTrace,
  type LogRecord,
  type Series,
} from './query-answers.ts';

export type { AttributeMap, AttributeValue, Source, Span } from '../span.ts';
export type { LogRecord, Point, Series } from './query-answers.ts';

/** The largest page the API serves. */
const pageSize = 1000;
/** Traces a page. A single trace may have as many spans as the store holds. */
const tracePage = 50;
/** The API drops points of a series above this number; its store keeps at most 5000. */
const mostPoints = 20_000;
const requestBudgetMs = 30_000;

/**
 * All spans of one trace in order of their starts; empty when the trace is unknown.
 * Times are exact to 0.25 µs (the store keeps float64 milliseconds) and keep their order.
 * @throws {Error} if the backend cannot be reached or refuses the request
 */
export async function traceSpans(baseUrl: string, traceId: string): Promise<Span[]> {
  const query = `trace_id = "${assertTraceId(traceId)}"`;
  const reply = await ask<{ traces: ApiTrace[] }>(baseUrl, '/api/query/traces', { query, limit: 1 });
  return (reply.traces[0]?.spans ?? []).map(toSpan);
}

/** All spans held, trace by trace, a few traces in memory at a time. */
export async function* allSpans(baseUrl: string): AsyncGenerator<Span, void> {
  let cursor: string | null = null;
  do {
    const page: { traces: ApiTrace[]; nextCursor: string | null } = await ask(baseUrl, '/api/query/traces', {
      query: '',
      limit: tracePage,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const { spans } of page.traces) yield* spans.map(toSpan);
    cursor = page.nextCursor ?? null;
  } while (cursor !== null);
}

/** All log records of one trace, oldest first. */
export async function traceLogs(baseUrl: string, traceId: string): Promise<LogRecord[]> {
  const query = `trace_id = "${assertTraceId(traceId)}"`;
  const logs: ApiLog[] = [];
  let cursor: string | null = null;
  do {
    const request: object = cursor === null ? { query, limit: pageSize } : { query, limit: pageSize, cursor };
    const page: { logs: ApiLog[]; nextCursor: string | null } = await ask(
      baseUrl,
      '/api/query/logs',
      request,
    );
    logs.push(...page.logs);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return logs.toReversed().map(toLogRecord);
}

/** Every series of one metric, over all services; empty when the metric is unknown. */
export async function metricSeries(baseUrl: string, metricName: string): Promise<Series[]> {
  const request = { name: metricName, maxPoints: mostPoints };
  const reply = await ask<{ series: ApiSeries[] }>(baseUrl, '/api/query/metrics', request);
  return reply.series.map(toSeries);
}

/** The names of all metrics held, sorted. */
export async function metricNames(baseUrl: string): Promise<string[]> {
  const reply = await ask<{ metrics: { name: string }[] }>(baseUrl, '/api/metrics');
  return [...new Set(reply.metrics.map((metric) => metric.name))].toSorted();
}

/** Every service instance that has sent spans. */
export async function spanSources(baseUrl: string): Promise<Source[]> {
  const path = '/api/query/attributes?signal=traces&key=service.name&pair=service.instance.id';
  const reply = await ask<{ pairs: { value: string; paired: string }[] }>(baseUrl, path);
  return reply.pairs.map(({ value, paired }) => ({ service: value, instanceId: paired }));
}

function assertTraceId(traceId: string): string {
  if (!/^[0-9a-f]{32}$/.test(traceId)) throw new Error(`trace id ${traceId} is not 32 hex digits`);
  return traceId;
}

/** POSTs the request; without a request, GETs the path. */
async function ask<T>(baseUrl: string, path: string, request?: object): Promise<T> {
  const { href } = new URL(path, baseUrl);
  const response = await fetch(href, {
    ...(request === undefined ? {} : { method: 'POST', body: JSON.stringify(request) }),
    signal: AbortSignal.timeout(requestBudgetMs),
  });
  if (!response.ok) throw new Error(`${href} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
