import { metricNames, spanSources, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { expect, test } from 'vitest';
import { startMesh } from '@prime-mesh/harness';

const run = ['run', '--from', '0', '--to', '10^6', '--baggage', 'mesh.tenant=acme', '--json'];

test.each(['b3,baggage,tracecontext', 'tracecontext,baggage,b3', 'tracecontext,baggage', 'b3multi,baggage'])(
  'with OTEL_PROPAGATORS=%s a run is one trace with its baggage at every hop',
  async (propagators) => {
    await using mesh = await startMesh({ all: { OTEL_PROPAGATORS: propagators } });
    const { json } = await mesh.meshctl(...run);
    const verified = await mesh.meshctl('verify', String(json['run']));
    expect(verified.stdout + verified.stderr).toContain('mesh.tenant=acme');
    expect(verified.code).toBe(0);
  },
);

test('with OTEL_SDK_DISABLED at the transformer, trace and baggage still reach the extractor', async () => {
  await using mesh = await startMesh({ transformer: { OTEL_SDK_DISABLED: 'true' } });
  const { json, code } = await mesh.meshctl(...run);
  expect(code).toBe(0);
  const recording = async (): Promise<string[]> =>
    (await spanSources(mesh.backend.url)).map(({ service }) => service).toSorted();
  await expect.poll(recording, { timeout: 10_000 }).toEqual(['extractor', 'loader', 'meshctl']);
  const spans = await traceSpans(mesh.backend.url, String(json['trace_id']));
  const extracted = spans.filter(({ service }) => service === 'extractor');
  expect(extracted.map(({ name }) => name)).toContain('extract block');
  expect(extracted.every(({ attributes }) => attributes['mesh.tenant'] === 'acme')).toBe(true);
});

test('with OTEL_SDK_DISABLED everywhere the primes are as right, and nothing is sent', async () => {
  await using mesh = await startMesh({ all: { OTEL_SDK_DISABLED: 'true' } });
  const { json, code } = await mesh.meshctl(...run);
  expect(code).toBe(0);
  expect(json).toMatchObject({ primes: '78498', verified: true });
  expect(await spanSources(mesh.backend.url)).toEqual([]);
  expect(await metricNames(mesh.backend.url)).toEqual([]);
});

test.each([
  ['OTEL_TRACES_EXPORTER', { spans: false, metrics: true }],
  ['OTEL_METRICS_EXPORTER', { spans: true, metrics: false }],
  ['OTEL_LOGS_EXPORTER', { spans: true, metrics: true }],
])('with %s=none that signal stays away and the others arrive', async (variable, expected) => {
  await using mesh = await startMesh({ all: { [variable]: 'none' } });
  const { json, code } = await mesh.meshctl(...run);
  expect(code).toBe(0);
  expect(json['primes']).toBe('78498');
  const traceId = String(json['trace_id']);
  await Promise.all([mesh.extractor.stop(), mesh.transformer.stop(), mesh.loader.stop()]);
  expect((await traceSpans(mesh.backend.url, traceId)).length > 0).toBe(expected.spans);
  expect((await metricNames(mesh.backend.url)).length > 0).toBe(expected.metrics);
  expect((await traceLogs(mesh.backend.url, traceId)).length > 0).toBe(variable !== 'OTEL_LOGS_EXPORTER');
});

test('a broken variable is reported once by each service and changes nothing else', async () => {
  await using mesh = await startMesh({
    all: { OTEL_BSP_MAX_QUEUE_SIZE: 'many', OTEL_PROPAGATORS: 'tracecontext,baggage,carrier-pigeon' },
  });
  expect(mesh.loader.output()).toMatch(/OTEL_BSP_MAX_QUEUE_SIZE.*many/);
  expect(mesh.loader.output()).toMatch(/carrier-pigeon/);
  const { json } = await mesh.meshctl(...run);
  expect((await mesh.meshctl('verify', String(json['run']))).code).toBe(0);
});
