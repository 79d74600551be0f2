import { root, start, type Started } from '@prime-mesh/harness';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('a stop signal, sent again and again, ends the backend cleanly while a page and a slow client hang on', async () => {
  const backend = startBackend({ DEVTOOLS_OTLP_PORT: '0', DEVTOOLS_PORT: '0' });
  await backend.until('OTLP/gRPC');
  const url = /page (\S+) OTLP\/gRPC 127\.0\.0\.1:\d+/.exec(backend.output())?.[1] ?? '';
  const page = new WebSocket(`${url.replace('http', 'ws')}/ws`);
  await once(page, 'open');
  const slow = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  slow.write('GET / HTTP/1.1\r\n');
  await once(slow, 'connect');
  // The stopped process receives all of them at once. One that came while Node exits would kill it.
  for (const signal of ['SIGSTOP', 'SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM', 'SIGCONT'] as const)
    backend.child.kill(signal);
  expect((await backend.within(20_000, 'after the signals')).code).toBe(0);
  expect(backend.child.signalCode).toBeNull();
});

test('a port in use is reported with its variable, and no other port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const port = String((holder.address() as AddressInfo).port);
  for (const variable of ['DEVTOOLS_OTLP_PORT', 'DEVTOOLS_PORT']) {
    const backend = startBackend({ DEVTOOLS_OTLP_PORT: '0', DEVTOOLS_PORT: '0', [variable]: port });
    const { code, stdout, stderr } = await backend.within(20_000);
    expect(stderr).toMatch(new RegExp(`^port ${port} .* is in use on 127\\.0\\.0\\.1: set ${variable} `));
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
  }
  holder.close();
});

function startBackend(env: Readonly<Record<string, string>>): Started {
  return start(['node', join(root, 'tools/devtools/src/main.ts')], { name: 'the backend', env });
}
