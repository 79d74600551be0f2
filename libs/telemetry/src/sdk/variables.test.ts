import { ServerCredentials } from '@grpc/grpc-js';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { pointsOf, startReceiver } from '../testing/otlp-receiver.ts';
import { runProgram } from '../testing/run-program.ts';

const pem = (name: string): string => fileURLToPath(new URL(`../testing/tls/${name}.pem`, import.meta.url));
const off = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

test('headers and compression are those asked for, a signal over the general', async () => {
  await using backend = await startReceiver();
  const { stderr } = await runProgram('emit', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b,x-team=mesh',
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-tenant=logs',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  });
  expect(stderr).toBe('');
  expect(backend.headers.spans?.getMap()).toMatchObject({ 'x-tenant': 'a b', 'x-team': 'mesh' });
  expect(backend.headers.logs?.getMap()).toMatchObject({ 'x-tenant': 'logs', 'x-team': 'mesh' });
  expect(backend.metrics.length).toBeGreaterThan(0);
});

test('a signal may have an endpoint of its own', async () => {
  await using general = await startReceiver();
  await using traces = await startReceiver();
  await runProgram('emit', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${general.port}`,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${traces.port}`,
  });
  expect(new Set(general.exports)).toEqual(new Set(['logs', 'metrics']));
  expect(new Set(traces.exports)).toEqual(new Set(['spans']));
});

test.each([
  ['trusted', { OTEL_EXPORTER_OTLP_CERTIFICATE: pem('server') }, true],
  ['not trusted', {}, false],
])('a backend with TLS is used when its certificate is %s', async (_, env, isTrusted) => {
  const [key, cert] = [readFileSync(pem('server-key')), readFileSync(pem('server'))];
  const credentials = ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: cert }]);
  await using backend = await startReceiver({ credentials });
  const endpoint = `https://localhost:${backend.port}`;
  await runProgram('emit', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, SHUTDOWN_MS: '1000', ...env });
  expect(backend.spans.length > 0).toBe(isTrusted);
});

test.each([
  ['PORT', 'true'],
  ['dns:///PORT', 'true'],
  ['http://PORT/v1/traces', 'false'],
])('an endpoint %s with INSECURE=%s is dialed in the clear, without a word', async (form, insecure) => {
  await using backend = await startReceiver();
  const endpoint = form.replace('PORT', `127.0.0.1:${backend.port}`);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_INSECURE: insecure };
  const { stderr } = await runProgram('emit', env);
  expect(stderr).toBe('');
  expect(new Set(backend.exports)).toEqual(new Set(['spans', 'logs', 'metrics']));
});

test('an endpoint may be a socket file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'otlp-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const endpoint = `unix://${directory}/otlp.sock`;
  await using backend = await startReceiver({ address: endpoint });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_INSECURE: 'true' };
  const { stderr } = await runProgram('emit', env);
  expect(stderr).toBe('');
  expect(new Set(backend.exports)).toEqual(new Set(['spans', 'logs', 'metrics']));
});

test('every broken variable is one line on stderr, and the program runs as without them', async () => {
  await using backend = await startReceiver();
  const { code, stderr } = await runProgram('emit', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: 'soon',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere.pem',
    OTEL_BSP_MAX_QUEUE_SIZE: '-5',
    OTEL_METRIC_EXPORT_INTERVAL: 'often',
    OTEL_TRACES_SAMPLER: 'dice',
    OTEL_PROPAGATORS: 'pigeon',
  });
  const named = stderr
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { message: string }).message.split(':')[0] ?? line);
  expect(named.toSorted()).toEqual([
    'OTEL_BSP_MAX_QUEUE_SIZE',
    'OTEL_EXPORTER_OTLP_CERTIFICATE',
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'OTEL_EXPORTER_OTLP_TIMEOUT',
    'OTEL_METRIC_EXPORT_INTERVAL',
    'OTEL_PROPAGATORS',
    'OTEL_TRACES_SAMPLER',
  ]);
  expect(code).toBe(0);
  expect(backend.spans).toHaveLength(8);
});

test.each(['TRACES', 'METRICS', 'LOGS'] as const)(
  'OTEL_%s_EXPORTER=none silences that signal alone',
  async (signal) => {
    await using backend = await startReceiver();
    await runProgram('emit', {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
      [`OTEL_${signal}_EXPORTER`]: 'none',
    });
    const name = signal === 'TRACES' ? 'spans' : signal.toLowerCase();
    expect([...new Set(backend.exports), name].toSorted()).toEqual(['logs', 'metrics', 'spans']);
  },
);

test.each([
  ['false', 0],
  ['FALSE', 0],
  ['true', 1],
  ['', 1],
])('with LOG_LINES_ENABLED=%s an event is exported once and printed %i times', async (enabled, printed) => {
  await using backend = await startReceiver();
  const { stdout, stderr } = await runProgram('emit', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    LOG_LINES_ENABLED: enabled,
  });
  expect(stderr).toBe('');
  expect(backend.logs.filter(({ name }) => name === 'block.stored')).toHaveLength(1);
  expect(stdout.split('"event":"block.stored"')).toHaveLength(printed + 1);
});

test.each([
  ['TRACES', "name: 'load block'"],
  ['METRICS', "name: 'mesh.blocks'"],
  ['LOGS', "eventName: 'block.stored'"],
])('OTEL_%s_EXPORTER=console writes to stdout', async (signal, text) => {
  const { stdout } = await runProgram('emit', { ...off, [`OTEL_${signal}_EXPORTER`]: 'console' });
  expect(stdout).toContain(text);
});

test.each([
  ['always_off', '1', 0, 0],
  ['traceidratio', '0', 0, 0],
  ['parentbased_traceidratio', '1', 400, 400],
  ['parentbased_traceidratio', '0.5', 8, 392],
])('OTEL_TRACES_SAMPLER=%s with %s keeps whole traces', async (sampler, ratio, least, most) => {
  await using backend = await startReceiver();
  await runProgram('emit', {
    COUNT: '50',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_TRACES_SAMPLER: sampler,
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  expect(backend.spans.length).toBeGreaterThanOrEqual(least);
  expect(backend.spans.length).toBeLessThanOrEqual(most);
  expect(backend.spans.length % 8).toBe(0); // the spans of worker threads follow the decision
  expect(pointsOf(backend, 'mesh.blocks').at(-1)?.value).toBe(50); // sampling does not bend metrics
});

test('baggage set in the program reaches its worker threads, even if no call carries it', async () => {
  await using backend = await startReceiver();
  const endpoint = `http://127.0.0.1:${backend.port}`;
  await runProgram('emit', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_PROPAGATORS: 'b3' });
  const inWorker = backend.spans.filter(({ name }) => name === 'extract block' || name === 'inner');
  expect(inWorker.map(({ attributes }) => attributes['mesh.tenant'])).toEqual(['acme', 'acme']);
});

test('an attribute limit cuts values', async () => {
  await using backend = await startReceiver();
  const endpoint = `http://127.0.0.1:${backend.port}`;
  await runProgram('emit', { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '2' });
  expect(backend.spans.map(({ attributes }) => attributes['mesh.tenant'])).toEqual(
    Array.from({ length: 8 }, () => 'ac'),
  );
});

test('histograms can be exponential', async () => {
  await using backend = await startReceiver();
  await runProgram('emit', {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
  });
  const [metric] = backend.metrics.filter(({ name }) => name === 'mesh.worker.wait.duration');
  expect(metric).toHaveProperty('exponentialHistogram');
});

test('an import of grpc-js before the preload is reported', async () => {
  const register = new URL('../register.ts', import.meta.url).href;
  const early = ['--import', '@grpc/grpc-js', '--import', register];
  const { code, stderr } = await runProgram('emit', off, early);
  expect(code).toBe(0);
  expect(stderr).toContain('@grpc/grpc-js was imported before the telemetry preload');
});

test('a process and its worker threads have one name from the start', async () => {
  const { stdout } = await runProgram('identity', { ...off, OTEL_SERVICE_NAME: 'extractor' });
  const [main, worker] = JSON.parse(stdout) as [{ instanceId: string }, object];
  expect(main).toEqual({
    serviceName: 'extractor',
    instanceId: expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
    isInstrumented: true,
  });
  expect(worker).toEqual({ ...main, isInstrumented: false }); // calls are made in the main thread
});

test('without the preload everything does nothing', async () => {
  const { code, stderr } = await runProgram('emit', {}, []);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { stdout } = await runProgram('identity', {}, []);
  const nobody = { serviceName: '', instanceId: '', isInstrumented: false };
  expect(JSON.parse(stdout)).toEqual([nobody, nobody]);
});
