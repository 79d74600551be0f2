import { serve, type Started } from '@prime-mesh/harness';
import type { Service } from '@prime-mesh/telemetry/names';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-services-'));
afterAll(() => rmSync(directory, { recursive: true }));

const withoutExport = {
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

const startService = (service: Service, env: Readonly<Record<string, string>>): Started =>
  serve(`apps/${service}`, { ...withoutExport, ...env });

/** What the service says of itself: every line on standard error is JSON. */
const problemsIn = (stderr: string): { event: string; message: string }[] =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; message: string });

test.each([
  ['extractor', 'EXTRACTOR_SLOTS', '[1, 256]'],
  ['transformer', 'TRANSFORMER_SLOTS', '[1, 256]'],
  ['loader', 'LOADER_BLOCK_BYTES', '[1024, 4194304]'],
] as const)(
  '%s names every bad variable with its value and bound, and ends with 2',
  async (service, variable, bound) => {
    const threads = `${service.toUpperCase()}_THREADS`;
    const { code, stderr } = await startService(service, { [threads]: '0', [variable]: 'many' }).within(
      30_000,
    );
    expect(code).toBe(2);
    expect(problemsIn(stderr).map(({ message }) => message)).toEqual([
      `${threads}="0" must be an integer in [1, 64]`,
      `${variable}="many" must be an integer in ${bound}`,
    ]);
  },
);

test('whatever is wrong with its variables, every line of a service is JSON', async () => {
  const { code, stderr } = await startService('extractor', {
    EXTRACTOR_PORT: 'tcp://10.0.0.7:50051',
    EXTRACTOR_THREADS: '0',
    OTEL_TRACES_SAMPLER: 'dice',
  }).within(30_000);
  expect(code).toBe(2);
  expect(new Set(problemsIn(stderr).map(({ event }) => event))).toEqual(
    new Set(['environment.invalid', 'node.warned', 'telemetry.failed']),
  );
});

test.each(['extractor', 'transformer', 'loader'] as const)(
  'SIGTERM, however often, ends the %s with exit code 0',
  async (service) => {
    const env = { [`${service.toUpperCase()}_PORT`]: '0', LOADER_DATA_DIR: join(directory, 'data') };
    const started = startService(service, env);
    await started.until('service.started');
    started.child.kill('SIGTERM');
    expect(await started.stop('SIGTERM')).toBe(0);
    expect((await started.ended).stderr).toBe('');
  },
);

test('a data directory that cannot be used ends the loader with its path and exit code 2', async () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  const { code, stderr } = await startService('loader', { LOADER_DATA_DIR: join(file, 'data') }).within(
    30_000,
  );
  expect(code).toBe(2);
  expect(problemsIn(stderr)).toMatchObject([
    {
      event: 'store.failed',
      message: expect.stringContaining(
        `store ${file}/data/prime-mesh.db cannot be opened: ENOTDIR`,
      ) as unknown,
    },
  ]);
});
