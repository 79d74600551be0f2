import { dataSourceUids } from '@prime-mesh/backends';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Query } from './queries/query.ts';
import { queryProblems } from './grammar/query-problems.ts';

interface DataSource {
  readonly uid: string;
  readonly jsonData?: {
    readonly tracesToLogsV2?: { readonly datasourceUid: string; readonly query: string };
    readonly tracesToMetrics?: {
      readonly datasourceUid: string;
      readonly queries: { readonly query: string }[];
    };
    readonly derivedFields?: { readonly datasourceUid: string; readonly matcherRegex: string }[];
    readonly exemplarTraceIdDestinations?: { readonly datasourceUid: string; readonly name: string }[];
  };
}

const file = readFileSync(new URL('../otel-lgtm/grafana-datasources.yaml', import.meta.url), 'utf8');
const { datasources } = parse(file) as { datasources: DataSource[] };
const links = (uid: string) => datasources.find((source) => source.uid === uid)?.jsonData;

/** A query of a data source as Grafana sends it, from a file in which its dollar signs stand twice. */
function filled(query: string, tags: string): string {
  return query
    .replaceAll(/\$\$(?:\{__tags\}|__tags)/g, tags)
    .replaceAll('$$__rate_interval', '1m')
    .replaceAll(/\$\$\{__\w+\.\w+\}/g, '0123456789abcdef');
}

test('every dollar sign is one of Grafana, and none a variable of the environment', () => {
  expect(file.replaceAll('$$', '')).not.toContain('$');
});

test('every data source that pages of Explore ask is there', () => {
  expect(datasources.map(({ uid }) => uid)).toEqual(expect.arrayContaining([...dataSourceUids]));
});

test('a span leads to its own log records', () => {
  const { datasourceUid, query = '' } = links('tempo')?.tracesToLogsV2 ?? {};
  const expr = filled(query, 'service_name="loader", service_instance_id="1"');
  expect(datasourceUid).toBe('loki');
  expect(expr).toContain('span_id="0123456789abcdef"');
  expect(queryProblems({ source: 'loki', expr })).toEqual([]);
});

test('a span leads to the resources of its instance', () => {
  const { datasourceUid, queries = [] } = links('tempo')?.tracesToMetrics ?? {};
  expect(datasourceUid).toBe('prometheus');
  expect(queries.length).toBeGreaterThan(3);
  const asked = queries.map(({ query }): Query => ({
    source: 'prometheus',
    expr: filled(query, 'service_name="loader", instance="1"'),
    legend: '',
  }));
  expect(asked.flatMap(queryProblems)).toEqual([]);
});

test('a log record and an exemplar lead to their trace', () => {
  expect(links('loki')?.derivedFields).toMatchObject([{ datasourceUid: 'tempo', matcherRegex: 'trace_id' }]);
  expect(links('prometheus')?.exemplarTraceIdDestinations).toMatchObject([
    { datasourceUid: 'tempo', name: 'trace_id' },
  ]);
});
