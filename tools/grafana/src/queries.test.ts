import { traceLogsQuery, tracesWithQuery } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';
import { expect, test } from 'vitest';
import { dashboards } from './dashboards.ts';
import type { Query } from './panel.ts';
import { allQueries } from './queries.ts';
import { problemsOf } from './query-check.ts';
import { render } from './render.ts';
import { substitute, variables } from './variables.ts';

const filled = (query: Query): Query => ({ ...query, expr: substitute(query.expr, '15m') });

test.each(allQueries().map((placed) => [placed.page, placed.title, placed.query] as const))(
  '%s, %s: parses, and asks for what is recorded',
  (_page, _title, query) => {
    expect(problemsOf(filled(query))).toEqual([]);
  },
);

test.each<Query>([
  { source: 'loki', expr: traceLogsQuery('4bf92f3577b34da6a3ce929d0e0e4736'), legend: '' },
  { source: 'tempo', expr: tracesWithQuery(names.attributes.threadCpuTime), answer: 'traces' },
])('a query of other tools parses, and asks for what is recorded: $expr', (query) => {
  expect(problemsOf(query)).toEqual([]);
});

test.each<[Query['source'], string, string]>([
  ['prometheus', 'sum(rate(mesh_blocks_total[1m])', 'syntax error'],
  ['prometheus', 'mesh_block_total', 'no such metric: ^mesh_block_total$'],
  ['prometheus', 'rpc_server_call_duration_seconds', 'no such metric'],
  ['prometheus', 'mesh_blocks_total{mesh_tenants="a"}', 'no label mesh_tenants'],
  ['prometheus', 'mesh_blocks_total{mesh_run_id="a"}', 'no label mesh_run_id'],
  ['prometheus', 'mesh_worker_queue_length{mesh_tenant="a"}', 'no label mesh_tenant'],
  ['prometheus', 'traces_spanmetrics_calls_total{service_name="a"}', 'no label service_name'],
  ['prometheus', 'mesh_run_duration_seconds_count{le="1"}', 'no label le'],
  ['prometheus', 'otel_sdk_exporter_operation_duration_seconds_bucket', 'no such metric'],
  ['prometheus', 'sum by (tenant) (mesh_blocks_total)', 'no label tenant'],
  ['prometheus', 'mesh_blocks_total / on (mesh_pool) mesh_primes_total', 'no label mesh_pool'],
  ['prometheus', 'rate({__name__=~"otelcol_accepted_.+"}[1m])', 'no such metric'],
  ['loki', '{service_name="a"} |', 'syntax error'],
  ['loki', '{service="a"}', 'no label service'],
  ['loki', '{service_name="a"} | tenant="b"', 'no label tenant'],
  ['loki', 'sum by (level) (rate({service_name="a"}[1m]))', 'no label level'],
  ['loki', '{service_name="a"} | label_format x=`{{.from}}`', 'no label from'],
  ['tempo', '{ span.mesh.tenant = }', 'syntax error'],
  ['tempo', '{ span.tenant = "a" }', 'no attribute tenant'],
  ['tempo', '{ resource.mesh.tenant = "a" }', 'no attribute mesh.tenant'],
])('a broken query of %s is found: %s', (source, expr, problem) => {
  const query: Query = source === 'tempo' ? { source, expr, answer: 'traces' } : { source, expr, legend: '' };
  expect(problemsOf(query).join()).toContain(problem);
});

test('every variable offers the values of a label that is recorded', () => {
  for (const { query } of variables().map((variable) => variable.build())) {
    const { query: text } = query as { query: string };
    const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(text) ?? [];
    const expr = `count by (${label}) (${substitute(selector, '15m')})`;
    expect(problemsOf({ source: 'prometheus', expr, legend: '' })).toEqual([]);
  }
});

test('the panels of Grafana ask what was checked', () => {
  for (const dashboard of dashboards) {
    const panels = render(dashboard).panels?.flatMap((panel) => ('targets' in panel ? [panel] : [])) ?? [];
    const asked = panels.flatMap(({ targets = [] }) =>
      targets.map((target) => {
        const { expr, query, serviceMapQuery } = target as unknown as Record<string, string>;
        return expr ?? query ?? serviceMapQuery;
      }),
    );
    const checked = allQueries().filter(({ page }) => page === dashboard.name);
    expect(asked).toEqual(checked.map((placed) => placed.query.expr));
  }
});

test('a variable that no dashboard has is refused', () => {
  expect(() => substitute('up{job="$job"}', '15m')).toThrow('variable $job');
});

test('every panel says what it shows, under a title of its own', () => {
  for (const { rows } of dashboards) {
    const panels = rows.flatMap((row) => row.panels);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    expect(panels.filter(({ description }) => !/^[A-Z`0-9].+\.$/.test(description))).toEqual([]);
  }
});
