import { hasPrometheus } from '@prime-mesh/harness';
import { names } from '@prime-mesh/telemetry/names';
import { beforeEach, expect, test, vi } from 'vitest';
import { startScrapedMesh } from './testing/scraped-mesh.ts';
import { allQueries } from './verify/all-queries.ts';
import { verify } from './verify/verify.ts';

vi.setConfig({ testTimeout: 240_000 }); // traffic needs time to become rates

/** With many faults, so that panels that are quiet otherwise have something to show. */
const traffic = (
  'traffic --rate 4 --duration 30 --seed 1 --json --mix synthetic=none:1,true:1 --mix tenant=acme:3,globex:2,none:1 ' +
  '--mix fault=none:6,extractor=delay:200ms:1,transformer=error:0.5:1,loader=error:1:1'
).split(' ');

/** Metrics made by Tempo or of the Collector: neither of them runs here. */
const isOfOthers = (expr: string): boolean => /\b(traces_|otelcol_)/.test(expr);
const queries = allQueries().filter(({ query }) => query.source === 'prometheus' && !isOfOthers(query.expr));

/** Panels that are quiet while all is well and nobody sends traffic, and are not now. */
const shown = [
  'Errors',
  'Faults by tenant',
  'Calls without a tenant',
  'Baggage dropped',
  'Time that traffic waits',
  'Runs of traffic',
];

beforeEach(({ skip }) => {
  if (!hasPrometheus()) skip('prometheus is not installed');
});

test('after traffic through a real mesh, every panel and rule asked of a real Prometheus has data', async () => {
  await using scraped = await startScrapedMesh();
  const [{ json }] = await Promise.all([
    scraped.mesh.meshctl(...traffic),
    scraped.mesh.meshctl('run', '--count', '100', '--baggage', `${names.baggage.tier}=platinum`),
  ]);
  expect(json).toMatchObject({ failed_otherwise: 0 });
  const settings = { backends: { prometheus: scraped.prometheus }, sinceMinutes: 5, waitSeconds: 40 };
  const results = await verify(queries, settings);
  expect(results.length).toBeGreaterThan(60);
  expect(results.filter(({ verdict }) => verdict === 'NO DATA' || verdict === 'FAILED')).toEqual([]);
  const without = results.filter(({ title, verdict }) => shown.includes(title) && verdict !== 'data');
  expect(without).toEqual([]);
});
