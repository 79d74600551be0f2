import { Health, createClient } from '@prime-mesh/mesh';
import { metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Mesh, startMesh } from '@prime-mesh/harness';
import type { Service } from '@prime-mesh/telemetry/names';

/** A run that no machine finishes before the test acts on it. */
const long = ['run', '--from', '10^12', '--count', '10^12', '--block', '65536', '--json'];

const serverSpans = {
  extractor: 'primemesh.v1.Extractor/Extract',
  transformer: 'primemesh.v1.Transformer/Transform',
} as const;

/** Id of the newest run once it has stored a few blocks. */
async function untilUnderWay(mesh: Mesh): Promise<{ id: string; traceId: string }> {
  for (;;) {
    const { json } = await mesh.meshctl('show', 'latest', '--json');
    const run = (json['run_id'] ?? json['run']) as string | undefined;
    if (run !== undefined && Number(json['blocks_stored']) >= 5)
      return { id: run, traceId: String(json['trace_id']) };
    await delay(100);
  }
}

/** Last value of a counter of one service, summed over its series. */
async function total(
  mesh: Mesh,
  service: Service,
  metric: string,
  field: 'value' | 'count',
): Promise<number> {
  const series = (await metricSeries(mesh.backend.url, metric)).filter((one) => one.service === service);
  return series.reduce((sum, { points }) => sum + (points.at(-1)?.[field] ?? 0), 0);
}

test('SIGTERM in the middle of a run loses no call: handled = spans = logs = counters', async () => {
  await using mesh = await startMesh();
  const running = mesh.meshctl(...long);
  const { traceId } = await untilUnderWay(mesh);
  const codes = await Promise.all([
    mesh.transformer.stop('SIGTERM'),
    mesh.loader.stop('SIGINT'),
    mesh.extractor.stop('SIGTERM'),
  ]);
  expect(codes).toEqual([0, 0, 0]);
  expect((await running).code).toBe(1);

  const spans = await traceSpans(mesh.backend.url, traceId);
  const logs = await traceLogs(mesh.backend.url, traceId);
  for (const service of ['extractor', 'transformer'] as const) {
    const served = spans.filter(({ name, kind }) => kind === 'SERVER' && name === serverSpans[service]);
    const ok = served.filter(({ status }) => status !== 'ERROR').length;
    expect(ok, `${service} answered`).toBeGreaterThan(4);
    expect(await total(mesh, service, 'rpc.server.call.duration', 'count'), `${service} calls`).toBe(
      served.length,
    );
    const worked = logs.filter(
      (log) => log.service === service && /^block\.(extracted|transformed)$/.test(log.eventName ?? ''),
    );
    expect(worked.length, `${service} logs`).toBe(await total(mesh, service, 'mesh.blocks', 'value'));
    expect(worked.length, `${service} logs and spans`).toBeGreaterThanOrEqual(ok);
  }
  const stored = spans.filter(({ name, status }) => name === 'store block' && status !== 'ERROR');
  expect(await total(mesh, 'loader', 'mesh.blocks', 'value')).toBe(stored.length);
  const covered = stored.map(
    ({ attributes }) => Number(attributes['mesh.block.to']) - Number(attributes['mesh.block.from']),
  );
  expect(await total(mesh, 'loader', 'mesh.numbers', 'value')).toBe(
    covered.reduce((sum, numbers) => sum + numbers, 0),
  );
});

test('a run whose caller hangs up stops burning CPU, keeps its blocks and is cancelled', async () => {
  await using mesh = await startMesh();
  const run = mesh.meshctl(...long, '--deadline', '3');
  const { id } = await untilUnderWay(mesh);
  const ended = await run;
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/deadline/i);
  await expect
    .poll(async () => (await mesh.meshctl('show', id, '--json')).json['state'], { timeout: 5_000 })
    .toBe('cancelled');
  await delay(1_500); // the metrics of what was under way arrive
  const cpu = async (): Promise<number> => total(mesh, 'extractor', 'mesh.cpu.time', 'value');
  const before = await cpu();
  await delay(2_500);
  expect((await cpu()) - before).toBe(0);
});

test('without a transformer a run fails with its name, and stored runs stay', async () => {
  await using mesh = await startMesh();
  const { json } = await mesh.meshctl('run', '--from', '0', '--to', '10^6', '--json');
  await mesh.transformer.stop('SIGKILL');
  const failed = await mesh.meshctl('run', '--from', '0', '--to', '10^6', '--json');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/Transformer at \S+ does not answer/);
  const runs = await mesh.meshctl('show', String(json['run']), '--json');
  expect(runs.json['state']).toBe('finished');
});

test('under full load a health check answers in well under 100 ms', async () => {
  await using mesh = await startMesh();
  const running = mesh.meshctl(...long.with(6, String(2 ** 21)), '--deadline', '8');
  await untilUnderWay(mesh);
  for (const variable of ['EXTRACTOR_ADDRESS', 'TRANSFORMER_ADDRESS', 'LOADER_ADDRESS']) {
    await using client = createClient(Health, mesh.env[variable] ?? '', { deadlineMs: 5_000 });
    await client.unary('Check', { service: '' }); // the connection
    const times: number[] = [];
    for (let index = 0; index < 30; index++) {
      const startedAt = performance.now();
      await client.unary('Check', { service: '' });
      times.push(performance.now() - startedAt);
      await delay(20);
    }
    const median = times.toSorted((a, b) => a - b)[15] ?? Infinity;
    expect(median, `${variable}: ${times.map(Math.round).join(' ')}`).toBeLessThan(100);
  }
  await running;
});
