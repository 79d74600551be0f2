import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dashboards } from './dashboards/dashboards.ts';
import { slos } from './queries/slo.ts';

const document = readFileSync(new URL('../../../docs/grafana.md', import.meta.url), 'utf8');

test('docs/grafana.md writes in italics titles of dashboards, rows and panels, as they are', () => {
  const titles = dashboards.flatMap(({ title, rows }) => [
    title,
    ...rows.flatMap((row) => [row.title, ...row.panels.map((panel) => panel.title)]),
  ]);
  const named = [...document.matchAll(/(?<![\w`])_([^_`\n]+)_(?!\w)/g)].map(([, title = '']) => title);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((title) => !titles.includes(title))).toEqual([]);
});

test.each(slos)('docs/grafana.md has the objective $name and its share', ({ name, objective }) => {
  const share = Number((objective * 100).toPrecision(6));
  expect(document).toMatch(new RegExp(`^\\| ${name} .*\\| ${share} % +\\|$`, 'm'));
});
