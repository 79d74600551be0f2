import { dataSourceUids, labelOf } from '@prime-mesh/backends';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { resourceLabels, spanLabels } from './grammar/known-series.ts';
import { queryProblems } from './grammar/query-problems.ts';
import type { Query } from './queries/query.ts';

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

const read = (name: string): string => readFileSync(new URL(`../otel-lgtm/${name}`, import.meta.url), 'utf8');
const file = read('grafana-datasources.yaml');
const { datasources } = parse(file) as { datasources: DataSource[] };
/** What Tempo puts on its metrics by itself. */
const ownSpanLabels = ['service', 'span_name', 'span_kind', 'status_code'];
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

test('Tempo puts on its metrics what queries ask of them', () => {
  const { metrics_generator: generator } = parse(read('tempo-config.yaml')) as {
    metrics_generator: { processor: { span_metrics: { dimensions: string[] } } };
  };
  const { dimensions } = generator.processor.span_metrics;
  expect([...ownSpanLabels, ...dimensions.map(labelOf)].toSorted()).toEqual(spanLabels.toSorted());
});

test('Prometheus puts on every series what queries ask of it', () => {
  const { otlp } = parse(read('prometheus.yaml')) as {
    otlp: { promote_resource_attributes: string[] };
  };
  const labels = ['job', 'instance', ...otlp.promote_resource_attributes.map(labelOf)];
  expect(labels).toEqual(expect.arrayContaining(resourceLabels));
});
