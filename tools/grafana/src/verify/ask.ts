import { BackendError, getJson } from '@prime-mesh/backends';
import type { Backends } from './config.ts';
import type { Query } from '../queries/query.ts';
import { spanSeries } from '../queries/series.ts';
import { substitute } from '../queries/variables.ts';

/** A time range that ends now. */
export interface Range {
  readonly minutes: number;
}

const stepSeconds = 15;
/** Streams or traces that are asked for at most: that there are some is enough. */
const limit = '20';

interface Point {
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** The backend that a query is sent to. */
export function backendOf(query: Query): 'prometheus' | 'loki' | 'tempo' {
  return query.source === 'tempo' && query.answer === 'service-map' ? 'prometheus' : query.source;
}

/**
 * Executes a query as a panel does when everything is chosen, over a range that ends now.
 * @returns how many series, streams or traces have data in it
 * @throws {BackendError}
 */
export async function ask(query: Query, backends: Backends, { minutes }: Range): Promise<number> {
  const backend = backendOf(query);
  const base = backends[backend];
  if (base === undefined) throw new BackendError(`${backend} is left out`);
  const end = Math.floor(Date.now() / 1000);
  const times = { start: String(end - minutes * 60), end: String(end) };
  const { path, parameters, count } = requestFor(query, substitute(query.expr, `${minutes}m`), times);
  return count(await getJson({ url: base }, path, parameters));
}

interface Times {
  readonly start: string;
  readonly end: string;
}

/** What is sent for a query, and how its results are counted. */
interface Request {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly count: (answer: unknown) => number;
}

function requestFor(query: Query, expr: string, times: Times): Request {
  const stepped = { query: expr, ...times, step: String(stepSeconds) };
  switch (query.source) {
    case 'prometheus':
      return query.instant
        ? { path: 'api/v1/query', parameters: { query: expr, time: times.end }, count: withData }
        : { path: 'api/v1/query_range', parameters: stepped, count: withData };
    case 'loki':
      return { path: 'loki/api/v1/query_range', parameters: { ...stepped, limit }, count: withData };
    case 'tempo':
      return query.answer === 'service-map'
        ? {
            path: 'api/v1/query_range',
            parameters: { ...stepped, query: `${spanSeries.edgeCalls}${expr}` },
            count: withData,
          }
        : traceqlRequest(query.answer === 'series', expr, times);
  }
}

function traceqlRequest(isMetric: boolean, q: string, times: Times): Request {
  return isMetric
    ? {
        path: 'api/metrics/query_range',
        parameters: { q, ...times, step: `${stepSeconds}s` },
        count: (answer) => lengthOf(answer, 'series'),
      }
    : {
        path: 'api/search',
        parameters: { q, ...times, limit },
        count: (answer) => lengthOf(answer, 'traces'),
      };
}

/** How many exemplars with a trace id stand on the series of a query. */
export async function askExemplars(query: Query, backends: Backends, { minutes }: Range): Promise<number> {
  const base = backends.prometheus;
  if (base === undefined) throw new BackendError('prometheus is left out');
  const end = Date.now() / 1000;
  const answer = await getJson({ url: base }, 'api/v1/query_exemplars', {
    query: substitute(query.expr, `${minutes}m`),
    start: String(end - minutes * 60),
    end: String(end),
  });
  const { data = [] } = answer as { data?: { exemplars?: { labels?: { trace_id?: string } }[] }[] };
  return data.flatMap(({ exemplars = [] }) => exemplars).filter(({ labels }) => labels?.trace_id).length;
}

/** A quantile of no events is a series of nothing but NaN: that is no data. */
function withData(answer: unknown): number {
  const { data } = answer as { data?: { result?: Point[] } };
  return (data?.result ?? []).filter(({ value, values = [] }) =>
    [...values, ...(value ? [value] : [])].some(([, sample]) => sample !== 'NaN'),
  ).length;
}

function lengthOf(answer: unknown, key: 'series' | 'traces'): number {
  const { [key]: items = [] } = answer as Partial<Record<typeof key, unknown[]>>;
  return items.length;
}
