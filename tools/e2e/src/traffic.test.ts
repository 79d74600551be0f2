import { allSpans, metricSeries, type Span } from '@prime-mesh/backends/embedded';
import { type Mesh, startMesh } from '@prime-mesh/harness';
import { expect, test } from 'vitest';

const traffic = ['traffic', '--rate', '5', '--duration', '6', '--arrivals', 'even', '--json'];
const mixArguments = ['--mix', 'tenant=acme:1,globex:1', '--mix', 'synthetic=none:1,true:1'];
const faultArguments = ['--mix', 'fault=none:2,loader=error:1:1,transformer=error:1:1'];

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly answered: Readonly<Record<string, number>>;
}

const runsOf = (mix: unknown, key: string, value: string): number =>
  (mix as readonly Entry[])
    .filter((entry) => entry.key === key && entry.value === value)
    .flatMap(({ answered }) => Object.values(answered))
    .reduce((sum, count) => sum + count, 0);

async function spansOf(mesh: Mesh, name: string): Promise<Span[]> {
  const found: Span[] = [];
  for await (const span of allSpans(mesh.backend.url))
    if (span.service === 'meshctl' && span.name === name) found.push(span);
  return found;
}

/** Last values of a metric, added up over its series. */
async function total(
  mesh: Mesh,
  metric: string,
  field: 'value' | 'count',
  where: Readonly<Record<string, string>> = {},
): Promise<number> {
  const series = (await metricSeries(mesh.backend.url, metric)).filter(({ attributes }) =>
    Object.entries(where).every(([key, value]) => attributes[key] === value),
  );
  return series.reduce((sum, { points }) => sum + (points.at(-1)?.[field] ?? 0), 0);
}

test('traffic is what the services, the store and the telemetry say it is', async () => {
  await using mesh = await startMesh();
  const { json, code } = await mesh.meshctl(...traffic, ...mixArguments, ...faultArguments);
  const { sent, mix } = json;
  const ordered = runsOf(mix, 'fault', 'loader=error:1') + runsOf(mix, 'fault', 'transformer=error:1');
  expect(json).toMatchObject({
    sent: 30,
    failed_as_ordered: ordered,
    failed_otherwise: 0,
    faults_dropped: 0,
  });
  expect(json['answered']).toEqual({ INTERNAL: ordered, OK: 30 - ordered });
  expect(ordered).toBeGreaterThan(0);
  expect(code).toBe(0);

  const spans = await spansOf(mesh, 'meshctl traffic');
  expect(spans).toHaveLength(Number(sent));
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(spans.length);
  expect(spans.filter(({ attributes }) => Number(attributes['mesh.traffic.late']) >= 0)).toHaveLength(30);
  expect(await spansOf(mesh, 'primemesh.v1.Loader/Run')).toHaveLength(30);
  for (const tenant of ['acme', 'globex']) {
    const runs = runsOf(mix, 'tenant', tenant);
    expect(spans.filter(({ attributes }) => attributes['mesh.tenant'] === tenant)).toHaveLength(runs);
    expect(await total(mesh, 'mesh.traffic.duration', 'count', { 'mesh.tenant': tenant })).toBe(runs);
  }
  const { json: stored } = await mesh.meshctl('runs', '--limit', '100', '--json');
  expect(stored['runs']).toHaveLength(Number(json['stored']));
});

test('where faults are forbidden they are dropped and counted, and traffic says so', async () => {
  await using mesh = await startMesh({ all: { FAULTS_ENABLED: 'false' } });
  const { json, stderr, code } = await mesh.meshctl(...traffic, ...mixArguments, ...faultArguments);
  const asked = 30 - runsOf(json['mix'], 'fault', 'none');
  expect(json).toMatchObject({ answered: { OK: 30 }, faults_dropped: asked, failed_as_ordered: 0 });
  expect(stderr).toContain(`${asked} asked for a fault that the loader did not let in`);
  expect(code).toBe(0);
  await expect
    .poll(async () => total(mesh, 'mesh.baggage.dropped', 'value', { reason: 'forbidden' }), {
      timeout: 10_000,
    })
    .toBeGreaterThanOrEqual(asked);
});
