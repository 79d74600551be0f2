import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startServer } from './server.ts';

const script = fileURLToPath(new URL('./healthcheck.ts', import.meta.url));

async function check(port: number): Promise<{ code: number | null; said: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; said: string }>();
  const child = execFile(process.execPath, [script, String(port)], (_, stdout) =>
    resolve({ code: child.exitCode, said: stdout.trim() }),
  );
  return promise;
}

test('a server that answers is SERVING, and NOT_SERVING once it says so', async () => {
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [] });
  expect(await check(server.port)).toEqual({ code: 0, said: 'SERVING' });
  server.setServing(false);
  expect(await check(server.port)).toEqual({ code: 1, said: 'NOT_SERVING' });
});

test('where nobody listens, the check fails and says why', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  free.close();
  await once(free, 'close');
  const { code, said } = await check(port);
  expect(code).toBe(1);
  expect(said).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
});

test('a server that does not speak HTTP/2 fails the check in its time', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { code, said } = await check((mute.address() as { port: number }).port);
  mute.close();
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('DEADLINE_EXCEEDED') });
});
