import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  status,
  type ChannelCredentials,
} from '@grpc/grpc-js';
import { expect, test, vi } from 'vitest';
import { diagLines } from '../../testing/diag-lines.ts';
import { relayPath, relayService } from '../../testing/relay-service.ts';
import { connectionCutter } from './connection-cutter.ts';

test('a call that nobody answers ends when its connection is cut', async () => {
  const said = diagLines();
  const server = new Server();
  const called = Promise.withResolvers<void>();
  server.addService(relayService, { Call: () => called.resolve(), Check: () => {} });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    );
  });
  const channel = credentials.createInsecure();
  const cut = connectionCutter(channel);
  const client = new Client(`127.0.0.1:${port}`, channel);
  const bytes = (value: Buffer): Buffer => value;
  const ended = vi.fn<(code: number | undefined) => void>();
  const deadline = Date.now() + 20_000;
  client.makeUnaryRequest(relayPath, bytes, bytes, Buffer.alloc(0), { deadline }, (error) =>
    ended(error?.code),
  );
  await called.promise;
  cut();
  await expect.poll(() => ended.mock.calls, { timeout: 10_000 }).toEqual([[status.UNAVAILABLE]]);
  client.close();
  server.forceShutdown();
  expect(said).toEqual([]);
});

test('the same credentials have one cutter', () => {
  const channel = credentials.createInsecure();
  const cut = connectionCutter(channel);
  const connector: unknown = Reflect.get(channel, '_createSecureConnector');
  expect(connectionCutter(channel)).toBe(cut);
  expect(Reflect.get(channel, '_createSecureConnector')).toBe(connector);
});

test.each<[string, unknown]>([
  ['ask the credentials for no connector', {}],
  ['have another kind of connector', { _createSecureConnector: () => ({ open: () => {} }) }],
])('with internals that %s nothing is cut, and one warning says so', (_, internals) => {
  const said = diagLines();
  const channel = internals as ChannelCredentials;
  const cut = connectionCutter(channel);
  const made: unknown = channel._createSecureConnector?.({ path: '' }, {});
  expect(made === undefined || typeof made === 'object').toBe(true);
  expect(cut).not.toThrow();
  expect(said).toEqual([expect.stringContaining('grpc-js has changed')]);
});
