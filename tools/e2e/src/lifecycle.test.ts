import { Health, createClient } from '@prime-mesh/mesh';
import { metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { expect, test } from 'vitest';
import { type Mesh, startMesh, until } from '@prime-mesh/harness';
import type { Service } from '@prime-mesh/telemetry/names';

/** A run that takes longer than any test, on any machine. */
const long = ['run', '--from', '10^12', '--count', '10^12', '--block', '65536', '--json'];

const serverSpans = {
  extractor: 'primemesh.v1.Extractor/Extract',
  transformer: 'primemesh.v1.Transformer/Transform',
} as const;

/** The newest run, once it has stored a few blocks. */
async function untilUnderWay(mesh: Mesh): Promise<{ traceId: string }> {
  const { json } = await until(
    'a run with five blocks',
    async () => mesh.meshctl('show', 'latest', '--json'),
    (shown) => Number(shown.json['blocks_stored']) >= 5,
  );
  return { traceId: String(json['trace_id']) };
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
    // Not by the status of the span, which says nothing of a cancelled call.
    const ok = served.filter(({ attributes }) => attributes['rpc.grpc.status_code'] === 0).length;
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
  const ended = await mesh.meshctl(...long, '--deadline', '3');
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/deadline/i);
  const { json } = await until(
    'the end of the run',
    async () => mesh.meshctl('show', 'latest', '--json'),
    (shown) => shown.json['state'] === 'cancelled',
  );
  expect(json['blocks_stored']).toBeGreaterThan(0);
  // By then, the work that was in progress is counted.
  const quietNs = BigInt(Date.now() + 1_500) * 1_000_000n;
  const lastExports = async () => {
    const all = await metricSeries(mesh.backend.url, 'mesh.cpu.time');
    return all.flatMap(({ service, points }) => (service === 'extractor' ? [points.slice(-3)] : []));
  };
  const found = await until(
    'three exports after the run',
    lastExports,
    (series) => series.length > 0 && series.every(([first]) => first !== undefined && first.timeNs > quietNs),
  );
  for (const points of found) expect(new Set(points.map(({ value }) => value)).size).toBe(1);
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
  const running = mesh.startMeshctl(...long.with(6, String(2 ** 21)));
  await untilUnderWay(mesh);
  for (const variable of ['EXTRACTOR_ADDRESS', 'TRANSFORMER_ADDRESS', 'LOADER_ADDRESS']) {
    await using client = createClient(Health, mesh.env[variable] ?? '', { deadlineMs: 5_000 });
    await client.unary('Check', { service: '' }); // opens the connection
    const times: number[] = [];
    for (let index = 0; index < 100; index++) {
      const startedAt = performance.now();
      await client.unary('Check', { service: '' });
      times.push(performance.now() - startedAt);
    }
    const median = times.toSorted((a, b) => a - b)[50] ?? Infinity;
    expect(median, `${variable}: ${times.map(Math.round).join(' ')}`).toBeLessThan(100);
  }
  expect(running.child.exitCode).toBeNull(); // there was load all the time
  await running.stop('SIGINT');
});
