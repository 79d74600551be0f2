import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', '@prime-mesh/telemetry/register', main], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, TRANSFORMER_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, exit: once(child, 'exit'), errors: text(child.stderr) };
}

test('every bad variable is named, with its value and bound, and the exit code is 2', async () => {
  const { exit, errors } = start({ TRANSFORMER_THREADS: '0', TRANSFORMER_SLOTS: 'many' });
  expect((await exit)[0]).toBe(2);
  expect(await errors).toContain('TRANSFORMER_THREADS="0" must be an integer in [1, 64]');
  expect(await errors).toContain('TRANSFORMER_SLOTS="many" must be an integer in [1, 256]');
});

test('SIGTERM, however often, ends the transformer with exit code 0', async () => {
  const { child, exit, errors } = start({});
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('service.started') && resolve());
    child.on('exit', (code) => reject(new Error(`the transformer ended with ${code} before it started`)));
  });
  child.kill('SIGTERM');
  child.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  expect(await errors).toBe('');
});
