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
  const expr = substitute(query.expr, `${minutes}m`);
  const end = Math.floor(Date.now() / 1000);
  const range = { start: String(end - minutes * 60), end: String(end), step: String(stepSeconds) };
  switch (query.source) {
    case 'prometheus': {
      const [path, when] = query.instant ? ['query', { time: range.end }] : ['query_range', range];
      return withData(await getJson(base, `api/v1/${path}`, { query: expr, ...when }));
    }
    case 'loki':
      return withData(await getJson(base, 'loki/api/v1/query_range', { query: expr, ...range, limit: '20' }));
    case 'tempo':
      switch (query.answer) {
        case 'service-map': {
          const edges = `${spanSeries.edgeCalls}${expr}`;
          return withData(await getJson(base, 'api/v1/query_range', { query: edges, ...range }));
        }
        case 'series': {
          const step = `${stepSeconds}s`;
          return lengthOf(
            await getJson(base, 'api/metrics/query_range', { q: expr, ...range, step }),
            'series',
          );
        }
        case 'traces':
        case 'spans': {
          const { start } = range;
          return lengthOf(
            await getJson(base, 'api/search', { q: expr, start, end: range.end, limit: '20' }),
            'traces',
          );
        }
      }
  }
}

/** How many exemplars with a trace id stand on the series of a query. */
export async function askExemplars(query: Query, backends: Backends, { minutes }: Range): Promise<number> {
  const base = backends.prometheus;
  if (base === undefined) throw new BackendError('prometheus is left out');
  const end = Date.now() / 1000;
  const answer = await getJson(base, 'api/v1/query_exemplars', {
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
