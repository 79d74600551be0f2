import { Client, credentials, Server, ServerCredentials, status, type ServiceError } from '@grpc/grpc-js';
import { Extractor } from '@prime-mesh/contracts';
import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { noPingsAfterGoaway, sendNoMorePings } from './no-pings-while-draining.ts';

/** In ms. Several pings would be due while a call is drained. */
const keepalive = { 'grpc.keepalive_time_ms': 50, 'grpc.keepalive_timeout_ms': 10_000 };
const drainMs = 400;

/** Calls Extract by grpc-js alone, and returns the status. */
async function call(port: number, options: object): Promise<status> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  onTestFinished(() => client.close());
  const { path, requestSerialize, responseDeserialize } = Extractor.Extract;
  const { promise, resolve } = Promise.withResolvers<status>();
  client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error: ServiceError | null) =>
    resolve(error?.code ?? status.OK),
  );
  return promise;
}

/** Whether a call has no answer yet when the server has drained for a while. */
async function isStillOpen(code: Promise<status>): Promise<boolean> {
  const waited = once(AbortSignal.timeout(drainMs), 'abort');
  return Promise.race([code.then(() => false), waited.then(() => true)]);
}

test('a client waits for its answer on a connection that has got a GOAWAY', async () => {
  expect(noPingsAfterGoaway()).toBe(true);
  const server = createServer();
  const called = Promise.withResolvers<ServerHttp2Stream>();
  server.on('stream', (stream) => called.resolve(stream));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const code = call((server.address() as AddressInfo).port, keepalive);
  const stream = await called.promise;
  stream.session?.close(); // sends GOAWAY, and waits for the stream
  expect(await isStillOpen(code)).toBe(true);
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': 5 },
    { endStream: true },
  );
  expect(await code).toBe(status.NOT_FOUND);
});

test('a server that drains answers a call that outlasts its next ping', async () => {
  const server = new Server(keepalive);
  const called = Promise.withResolvers<() => void>();
  server.addService(Extractor, {
    Extract: (_: unknown, answer: (error: null, response: object) => void) =>
      called.resolve(() => answer(null, {})),
  });
  const port = await new Promise<number>((resolve) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) => resolve(bound));
  });
  const code = call(port, {});
  const answer = await called.promise;
  expect(sendNoMorePings(server)).toBe(true);
  const drained = new Promise((resolve) => server.tryShutdown(resolve));
  expect(await isStillOpen(code)).toBe(true);
  answer();
  expect(await code).toBe(status.OK);
  await drained;
});
