import { traceLogsQuery, tracesWithQuery } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';
import { expect, test } from 'vitest';
import { dashboards } from './dashboards/dashboards.ts';
import type { Query } from './queries/query.ts';
import { allQueries } from './verify/all-queries.ts';
import { queryProblems } from './grammar/query-problems.ts';
import { renderDashboard } from './render/render-dashboard.ts';
import { substitute, variables } from './queries/variables.ts';

const filled = (query: Query): Query => ({ ...query, expr: substitute(query.expr, '15m') });

test.each(allQueries().map((placed) => [placed.page, placed.title, placed.query] as const))(
  '%s, %s: parses, and asks for what is recorded',
  (_page, _title, query) => {
    expect(queryProblems(filled(query))).toEqual([]);
  },
);

test.each<Query>([
  { source: 'loki', expr: traceLogsQuery('4bf92f3577b34da6a3ce929d0e0e4736'), legend: '' },
  { source: 'tempo', expr: tracesWithQuery(names.attributes.threadCpuTime), answer: 'traces' },
])('a query of other tools parses, and asks for what is recorded: $expr', (query) => {
  expect(queryProblems(query)).toEqual([]);
});

test('every variable offers the values of a label that is recorded', () => {
  for (const { query } of variables) {
    const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
    const expr = `count by (${label}) (${substitute(selector, '15m')})`;
    expect(queryProblems({ source: 'prometheus', expr, legend: '' })).toEqual([]);
  }
});

test('the panels of Grafana ask what was checked', () => {
  for (const dashboard of dashboards) {
    const panels =
      renderDashboard(dashboard).panels?.flatMap((panel) => ('targets' in panel ? [panel] : [])) ?? [];
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
