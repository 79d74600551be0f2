import { status } from '@grpc/grpc-js';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { expect, test } from 'vitest';
import type { CallScope } from './call-scope.ts';
import { createClient } from '../call/client.ts';
import { Health } from '../wire/health.ts';
import { startServer, type MeshServer } from './server.ts';
import { callOnTheWire, startExtractor } from '../testing/extractor-server.ts';

const healthClient = ({ port }: MeshServer) =>
  createClient(Health, `127.0.0.1:${port}`, { deadlineMs: 10_000 });

/** An extractor whose calls last until `finish` is called. */
const startPending = async (drainBudgetMs: number) => {
  const { promise: started, resolve: start } = Promise.withResolvers<CallScope>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<object>();
  const server = await startExtractor(
    async (_, call) => {
      start(call);
      return finished;
    },
    { drainBudgetMs },
  );
  return { server, started, finish: () => finish({}) };
};

test('health answers for the server and for each service, as set', async () => {
  await using server = await startExtractor(() => ({}));
  await using health = healthClient(server);
  const check = async (service: string): Promise<string> => (await health.unary('Check', { service })).status;
  expect([await check(''), await check('primemesh.v1.Extractor')]).toEqual(['SERVING', 'SERVING']);
  server.setServing(false);
  expect([await check(''), await check('primemesh.v1.Extractor')]).toEqual(['NOT_SERVING', 'NOT_SERVING']);
  await expect(check('primemesh.v1.Loader')).rejects.toMatchObject({ code: status.NOT_FOUND });
});

test('an address in use is named', async () => {
  await using server = await startExtractor(() => ({}));
  const { port } = server;
  await expect(startServer({ host: '127.0.0.1', port, services: [] })).rejects.toMatchObject({
    code: status.UNAVAILABLE,
    message: expect.stringMatching(new RegExp(`^cannot listen on 127.0.0.1:${port}: .*EADDRINUSE`)),
  });
});

test('drain waits for the call in flight', async () => {
  const { server, started, finish } = await startPending(60_000);
  const answer = callOnTheWire(server.port);
  await started;
  let isStopped = false;
  const stopped = server[Symbol.asyncDispose]().then(() => (isStopped = true));
  expect((await callOnTheWire(server.port)).code).toBe(status.UNAVAILABLE); // no new connection is taken
  expect(isStopped).toBe(false);
  finish();
  expect((await answer).code).toBe(status.OK);
  await stopped;
});

test('a call that outlasts the drain budget is answered, and its handler told', async () => {
  const { server, started } = await startPending(50);
  const answer = callOnTheWire(server.port);
  const { signal } = await started;
  await server[Symbol.asyncDispose]();
  expect(await answer).toEqual({ code: status.UNAVAILABLE, details: 'the service is stopping' });
  await expect.poll(() => signal.aborted, { timeout: 10_000 }).toBe(true);
});

test('a caller that does not read its response does not keep the server from stopping', async () => {
  const bitmap = Buffer.alloc(1 << 20);
  const server = await startExtractor(() => ({ block: { bitmap } }), { drainBudgetMs: 50 });
  const session = connect(`http://127.0.0.1:${server.port}`, { settings: { initialWindowSize: 1_024 } });
  let isClosed = false;
  session.on('close', () => (isClosed = true)).on('error', () => {});
  const call = session.request({
    ':method': 'POST',
    ':path': '/primemesh.v1.Extractor/Extract',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  call.on('error', () => {});
  call.end(Buffer.alloc(5)); // a message of no bytes
  await once(call, 'response');
  await server[Symbol.asyncDispose]();
  await expect.poll(() => isClosed, { timeout: 10_000 }).toBe(true);
});

test('an open Health.Watch hears NOT_SERVING and does not keep the server from stopping', async () => {
  await using server = await startExtractor(() => ({}), { drainBudgetMs: 200 });
  await using health = healthClient(server);
  const heard: string[] = [];
  const listen = async (): Promise<void> => {
    for await (const { status: state } of health.stream('Watch', { service: '' })) heard.push(state);
  };
  const refused = expect(listen()).rejects.toMatchObject({ code: status.UNAVAILABLE });
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['SERVING']);
  await server[Symbol.asyncDispose]();
  await refused;
  expect(heard).toEqual(['SERVING', 'NOT_SERVING']);
});

test.each([
  ['reports that it has no telemetry without the preload', [], /"event":"telemetry.missing"/],
  ['reports nothing with the preload', ['--import', '@prime-mesh/telemetry/register'], /^$/],
])('a server %s', (_, flags, stdout) => {
  const module = JSON.stringify(new URL('../index.ts', import.meta.url).href);
  const program = `import { startServer } from ${module};
    await using server = await startServer({ host: '127.0.0.1', port: 0, services: [] });`;
  const env = { ...process.env, OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' };
  const { status: exitCode, stdout: lines } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module-typescript', '--eval', program],
    { env, encoding: 'utf8' },
  );
  expect(exitCode).toBe(0);
  expect(lines).toMatch(stdout);
});
