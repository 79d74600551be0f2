import { freePort, start } from '@prime-mesh/harness';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { isEndpointListening, isListening, untilPortsFree } from './ports.ts';

vi.mock('node:dns/promises', { spy: true }); // so that localhost has two addresses on every machine
const onLinux = process.platform === 'linux';
const never = new AbortController().signal;
const opened: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function listenOn(host: string, port: number): Promise<Server> {
  const server = createServer().listen(port, host);
  opened.push({
    [Symbol.asyncDispose]: async () => void (await new Promise((resolve) => server.close(resolve))),
  });
  await once(server, 'listening');
  return server;
}

const loader = (port: number, host = '127.0.0.1') => ({
  owner: 'loader',
  prefix: 'LOADER',
  variable: 'LOADER_PORT',
  host,
  port,
});
const refusal = async (port: number, host?: string): Promise<string> =>
  untilPortsFree([loader(port, host)], never, { withinMs: 300 }).then(
    () => 'free',
    (error: Error) => error.message,
  );

test('a free port passes, and is free again after the look', async () => {
  const port = await freePort();
  await untilPortsFree([loader(port)], never);
  await untilPortsFree([loader(port)], never);
  expect(await isEndpointListening(`127.0.0.1:${port}`)).toBe(false);
});

test('of a port that is listened on, the process is named, and what to do', async () => {
  const port = await freePort();
  await listenOn('127.0.0.1', port);
  const message = await refusal(port);
  expect(message).toContain(`port ${port} (loader) is in use: `);
  if (onLinux) expect(message).toContain(`pid ${process.pid} (`);
  expect(message).toMatch(
    /listens on 127\.0\.0\.1:\d+(: end it| or is connected from there), or set LOADER_PORT to another port$/,
  );
  expect(await isEndpointListening(`http://127.0.0.1:${port}`)).toBe(true);
});

test.skipIf(!onLinux)(
  'of a port that an outgoing connection holds, that is said and the process named',
  async () => {
    const far = await freePort();
    await listenOn('127.0.0.1', far);
    const code = `const socket = require('node:net').connect(${far}, '127.0.0.1', () => console.log('from ' + socket.localPort + '.'))`;
    const other = start(['node', '-e', code], { name: 'the connection' });
    opened.push({ [Symbol.asyncDispose]: async () => void (await other.stop('SIGKILL')) });
    await other.until(/from \d+\./);
    const port = Number(/from (\d+)/.exec(other.output())?.[1]);
    const message = await refusal(port);
    expect(message).toContain(`port ${port} (loader) is in use: a connection of pid ${other.child.pid} (`);
    expect(message).toContain(
      `from 127.0.0.1:${port} to 127.0.0.1:${far} holds it: wait for its end, or set LOADER_PORT to another port`,
    );
  },
);

test('a port that is let go within seconds is waited for', async () => {
  const port = await freePort();
  const server = await listenOn('127.0.0.1', port);
  setTimeout(() => server.close(), 500);
  await untilPortsFree([loader(port)], never);
});

test('a port is looked at on every address of the name that is called', async () => {
  vi.mocked(lookup).mockImplementation((async (name: string) =>
    (name === 'localhost' ? ['127.0.0.1', '::1'] : [name]).map((address) => ({ address }))) as never);
  const port = await freePort();
  await listenOn('::1', port);
  expect(await refusal(port)).toContain(`[::1]:${port}`);
  expect(await refusal(port, '127.0.0.2')).toBe('free');
  expect(await isListening('::1', port)).toBe(true);
});

test('an address that this machine does not have is named', async () => {
  expect(await refusal(await freePort(), '192.0.2.1')).toContain(
    'cannot be had on 192.0.2.1 (EADDRNOTAVAIL)',
  );
});

test.each(['0.0.0.0', '::'])('a server on %s is found', async (host) => {
  const port = await freePort();
  await listenOn(host, port);
  expect(await isListening(host, port)).toBe(true);
});
