import { Extractor, maxBlockBytes } from '@prime-mesh/contracts';
import { once } from 'node:events';
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { flowControlWindowBytes, keepaliveMs } from './channel-options.ts';

const clientOf = (port: number) => createClient(Extractor, `127.0.0.1:${port}`, { deadlineMs: 600_000 });

test('a server may have whole blocks under way, on one call and on all together', async () => {
  const server = createHttp2Server().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const sessions = once(server, 'session') as Promise<[ServerHttp2Session]>;
  await using client = clientOf((server.address() as AddressInfo).port);
  const abort = new AbortController();
  const call = client.unary('Extract', {}, { signal: abort.signal });
  const [session] = await sessions;
  const [settings] = (await once(session, 'remoteSettings')) as [{ initialWindowSize: number }];
  expect(settings.initialWindowSize).toBe(flowControlWindowBytes);
  await expect
    .poll(() => session.state.remoteWindowSize, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(flowControlWindowBytes);
  expect(flowControlWindowBytes).toBeGreaterThanOrEqual(2 * maxBlockBytes);
  abort.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

/** Passes bytes on between a client and a server until `vanish`, when it passes nothing on, not even an end. */
async function startRelay(port: number) {
  const relay = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { promise: connected, resolve } = Promise.withResolvers<Record<'client' | 'server', Socket>>();
  relay.once('connection', (client) => {
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => {}); // a reset is an end, too
    resolve({ client, server });
  });
  const vanish = async (): Promise<void> => {
    const { client, server } = await connected;
    for (const socket of [client, server]) socket.unpipe().resume();
  };
  const close = async (): Promise<void> => {
    const { client, server } = await connected;
    for (const socket of [client, server]) socket.destroy();
    relay.close();
  };
  return { port: (relay.address() as AddressInfo).port, connected, vanish, close };
}

test.each(['client', 'server'] as const)(
  'a %s that hears nothing more from its peer closes the connection',
  async (who) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { promise: called, resolve: call } = Promise.withResolvers<void>();
    await using server = await startExtractor(async () => (call(), new Promise(() => {})), {
      drainBudgetMs: 0,
    });
    const relay = await startRelay(server.port);
    await using client = clientOf(relay.port);
    const abort = new AbortController();
    const answer = client.unary('Extract', {}, { signal: abort.signal });
    const failed = expect(answer).rejects.toThrow();
    await called;
    const { [who]: socket } = await relay.connected;
    let isEnded = false;
    socket.on('end', () => (isEnded = true)).on('close', () => (isEnded = true));
    await relay.vanish();
    await vi.advanceTimersByTimeAsync(keepaliveMs.time + keepaliveMs.timeout - 1_000);
    expect(isEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await expect.poll(() => isEnded, { timeout: 10_000 }).toBe(true);
    abort.abort(new Error('enough'));
    await relay.close();
    await failed;
  },
);
