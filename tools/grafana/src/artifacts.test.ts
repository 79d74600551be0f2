import { dashboardNames } from '@prime-mesh/backends';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { artifacts } from './artifacts.ts';
import { dashboards } from './dashboards/dashboards.ts';
import { alertRules } from './alerting/alert-rules.ts';
import { panelOf } from './alerting/provisioning.ts';
import { renderDashboard } from './render/render-dashboard.ts';

const directory = new URL('..', import.meta.url);

// Parsed and written alike, for the formatter of the repository lays the files out; keys keep their order.
test.each([...artifacts()])('%s is what the code makes', (path, content) => {
  const alike = (text: string): string => JSON.stringify(parse(text), null, 1);
  expect(alike(readFileSync(new URL(path, directory), 'utf8'))).toBe(alike(content));
});

test('no dashboard is left over', () => {
  const committed = readdirSync(new URL('dashboards', directory)).map((file) => `dashboards/${file}`);
  expect(committed.toSorted()).toEqual(
    [...artifacts().keys()].filter((path) => path.endsWith('.json')).toSorted(),
  );
});

test('every dashboard has the variables, a link to the others, and ids and queries of its own', () => {
  for (const dashboard of dashboards) {
    const { templating, links, panels = [] } = renderDashboard(dashboard);
    expect(templating.list?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['service', 'instance', 'tenant']),
    );
    expect(links).toEqual([
      expect.objectContaining({ type: 'dashboards', keepTime: true, includeVars: true }),
    ]);
    const ids = panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('every dashboard that other tools link to is there', () => {
  expect(dashboards.map(({ name }) => name)).toEqual(expect.arrayContaining([...dashboardNames]));
});

test('the panels cover the page without overlap', () => {
  for (const dashboard of dashboards) {
    const cells = (renderDashboard(dashboard).panels ?? []).flatMap(
      ({ gridPos = { x: 0, y: 0, w: 0, h: 0 } }) =>
        Array.from({ length: gridPos.w * gridPos.h }, (_, cell) => {
          const x = gridPos.x + (cell % gridPos.w);
          return `${x} ${gridPos.y + Math.floor(cell / gridPos.w)}`;
        }),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.every((cell) => Number(cell.split(' ')[0]) < 24)).toBe(true);
  }
});

test('every uid is one that Grafana takes: at most 40 letters, digits and dashes, and unique', () => {
  const uids = [...alertRules, ...dashboards.map(({ name }) => ({ uid: name }))].map(
    ({ uid }) => `prime-mesh-${uid}`,
  );
  expect(uids.filter((uid) => !/^[a-z0-9-]{1,40}$/.test(uid))).toEqual([]);
  expect(new Set(uids).size).toBe(uids.length);
});

test('every panel asks one data source', () => {
  const panels = dashboards.flatMap(({ rows }) => rows).flatMap((row) => row.panels);
  const mixed = panels.filter(({ queries }) => new Set(queries.map(({ source }) => source)).size !== 1);
  expect(mixed).toEqual([]);
});

test('every rule leads to a panel that is there', () => {
  const pages = dashboards.map((dashboard) => renderDashboard(dashboard));
  for (const rule of alertRules) {
    const { dashboardUid, panelId } = panelOf(rule);
    const page = pages.find(({ uid }) => uid === dashboardUid);
    expect(page?.panels?.find(({ id }) => id === panelId)).toMatchObject({ title: rule.panel[1] });
  }
});

test('no file of the alerting has a dollar sign, which Grafana would take for a variable', () => {
  expect(artifacts().get('alerting/rules.yaml')).not.toContain('$');
});
