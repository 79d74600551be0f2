import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-main-'));
afterAll(() => rmSync(directory, { recursive: true }));

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', '@prime-mesh/telemetry/register', main], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      ...process.env,
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      LOADER_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, exit: once(child, 'exit'), errors: text(child.stderr) };
}

test('a data directory that cannot be used ends the loader with its path and exit code 2', async () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  const { exit, errors } = start({ LOADER_DATA_DIR: join(file, 'data') });
  expect((await exit)[0]).toBe(2);
  expect(await errors).toContain(`store ${file}/data/prime-mesh.db cannot be opened: ENOTDIR`);
});

test('every bad variable is named, with its value and bound, and the exit code is 2', async () => {
  const { exit, errors } = start({ LOADER_THREADS: '0', LOADER_BLOCK_BYTES: 'many' });
  expect((await exit)[0]).toBe(2);
  expect(await errors).toContain('LOADER_THREADS="0" must be an integer in [1, 64]');
  expect(await errors).toContain('LOADER_BLOCK_BYTES="many" must be an integer in [1024, 4194304]');
});

test('SIGTERM, however often, ends the loader with exit code 0', async () => {
  const { child, exit, errors } = start({ LOADER_DATA_DIR: join(directory, 'data') });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('service.started') && resolve());
    child.on('exit', (code) => reject(new Error(`the loader ended with ${code} before it started`)));
  });
  child.kill('SIGTERM');
  child.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  expect(await errors).toBe('');
});
