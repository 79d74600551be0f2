import { expect, test } from 'vitest';
import type { TracedRun } from '../backend.ts';
import { grafanaPages } from './grafana-pages.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const run: TracedRun = {
  traceId,
  baggage: { 'mesh.tenant': 'a&b c', 'mesh.tier': 'gold' },
  startedNs: 1_800_000_000_000_000_000n,
  endedNs: 1_800_000_060_500_000_000n,
};
const store = { program: 'Tempo', url: new URL('http://tempo:3200'), variable: 'MESHCTL_TEMPO' };
const stores = { tempo: store, loki: store, prometheus: store };
const pages = grafanaPages({ grafana: new URL('http://g.example/grafana/'), ...stores });
const range = { from: '1799999970000', to: '1800000090500' };

/** The only pane of a page of Explore. */
function paneOf(page: string | undefined): unknown {
  const { origin, pathname, searchParams } = new URL(page ?? '');
  expect(`${origin}${pathname}`).toBe('http://g.example/grafana/explore');
  expect([searchParams.get('schemaVersion'), searchParams.get('orgId')]).toEqual(['1', '1']);
  const panes = JSON.parse(searchParams.get('panes') ?? '') as Record<string, unknown>;
  expect(Object.keys(panes)).toHaveLength(1);
  return Object.values(panes)[0];
}
const pageOf = (title: string, of = run) => pages.runPages(of).find((page) => page.title === title)?.url;

test('the trace of a run is a page of Explore on Tempo, over the time of the run', () => {
  expect(paneOf(pages.tracePage(traceId, run))).toEqual({
    datasource: 'tempo',
    queries: [{ refId: 'A', datasource: { uid: 'tempo' }, query: traceId, queryType: 'traceql' }],
    range,
  });
});

test('a trace without a run is shown over the last hour', () => {
  expect(paneOf(pages.tracePage(traceId))).toMatchObject({ range: { from: 'now-1h', to: 'now' } });
});

test('the logs of a run are a page of Explore on Loki', () => {
  expect(paneOf(pageOf('logs'))).toMatchObject({
    datasource: 'loki',
    queries: [{ datasource: { uid: 'loki' }, expr: `{service_name=~".+"} | trace_id="${traceId}"` }],
    range,
  });
});

test.each(['runs', 'mesh', 'resources', 'baggage'])(
  'the dashboard %s shows the run and its tenant',
  (name) => {
    const { pathname, searchParams } = new URL(pageOf(name) ?? '');
    expect(pathname).toBe(`/grafana/d/prime-mesh-${name}`);
    expect(Object.fromEntries(searchParams)).toEqual({ ...range, 'var-tenant': 'a&b c' });
  },
);

test('a run that goes on, without a tenant, is shown until now and with every tenant', () => {
  const { endedNs: _none, ...running } = { ...run, baggage: {} };
  expect(Object.fromEntries(new URL(pageOf('runs', running) ?? '').searchParams)).toEqual({
    from: range.from,
    to: 'now',
  });
});

test('without Grafana, the page of a trace is its answer from Tempo', () => {
  const { tracePage, runPages } = grafanaPages(stores);
  expect(tracePage(traceId)).toBe(`http://tempo:3200/api/v2/traces/${traceId}`);
  expect(runPages(run)).toEqual([]);
});
