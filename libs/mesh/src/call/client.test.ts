import { status } from '@grpc/grpc-js';
import { propagation } from '@opentelemetry/api';
import { Extractor, Transformer } from '@prime-mesh/contracts';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CallScope } from '../serve/call-scope.ts';
import { createClient, type MeshClient } from './client.ts';
import { unary } from '../serve/handlers.ts';
import { MeshError } from '../wire/mesh-error.ts';
import { bind, startServer, type MeshServer } from '../serve/server.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { startRefusingProxy } from '../testing/refusing-proxy.ts';
import { withBaggage } from '../testing/with-baggage.ts';

const poll = { timeout: 10_000 };

const clientOf = (port: number, deadlineMs = 10_000): MeshClient<typeof Extractor> =>
  createClient(Extractor, `127.0.0.1:${port}`, { deadlineMs });

/** A port nobody listens on. */
const freePort = async (): Promise<number> => {
  await using server = await startExtractor(() => ({}));
  return server.port;
};

/** A transformer that asks `extractor` for every call, with the caller's deadline and signal. */
const startTransformer = (extractor: MeshClient<typeof Extractor>, onCall: (call: CallScope) => void) =>
  startServer({
    host: '127.0.0.1',
    port: 0,
    services: [
      bind(Transformer, {
        Transform: unary(async (_, call) => {
          onCall(call);
          await extractor.unary('Extract', {}, call);
          return {};
        }),
      }),
    ],
    drainBudgetMs: 500,
  });
const transformerClient = ({ port }: MeshServer): MeshClient<typeof Transformer> =>
  createClient(Transformer, `127.0.0.1:${port}`, { deadlineMs: 10_000 });

test('an unreachable service is named with its address', async () => {
  const port = await freePort();
  await using client = clientOf(port);
  await expect(client.unary('Extract', {})).rejects.toMatchObject({
    name: 'MeshError',
    code: status.UNAVAILABLE,
    message: expect.stringMatching(
      new RegExp(`^primemesh.v1.Extractor at 127.0.0.1:${port} is unavailable: .*ECONNREFUSED`),
    ),
  });
});

test.each(['127.0.0.1', 'localhost'])('no proxy is asked for a service at %s', async (host) => {
  await using proxy = await startRefusingProxy();
  for (const [name, value] of Object.entries(proxy.env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  await using server = await startExtractor(() => ({ sieveLimit: 7 }));
  await using client = createClient(Extractor, `${host}:${server.port}`, { deadlineMs: 10_000 });
  expect(await client.unary('Extract', {})).toMatchObject({ sieveLimit: 7 });
  expect(proxy.asked).toEqual([]);
});

test('a response of 4 MiB arrives whole', async () => {
  const bitmap = Buffer.alloc(4 << 20, 0xa5);
  await using server = await startExtractor(() => ({ block: { bitmap } }));
  await using client = clientOf(server.port);
  expect((await client.unary('Extract', {})).block?.bitmap.equals(bitmap)).toBe(true);
});

test('UNAVAILABLE is tried again', async () => {
  let calls = 0;
  await using server = await startExtractor(() => {
    if (++calls < 3) throw new MeshError(status.UNAVAILABLE, 'warming up');
    return { sieveLimit: 7 };
  });
  await using client = clientOf(server.port);
  expect(await client.unary('Extract', {})).toMatchObject({ sieveLimit: 7 });
  expect(calls).toBe(3);
});

test.each([
  ['UNAVAILABLE', {}, 4],
  ['UNAVAILABLE', { downstream: 'primemesh.v1.Other' }, 1], // its caller has tried already
  ['INTERNAL', {}, 1],
  ['RESOURCE_EXHAUSTED', {}, 1],
  ['ABORTED', {}, 1],
  ['DEADLINE_EXCEEDED', {}, 1],
  ['DATA_LOSS', {}, 1],
] as const)('%s %j is tried %i times in all', async (code, options, attempts) => {
  let calls = 0;
  await using server = await startExtractor(() => {
    calls++;
    throw new MeshError(status[code], 'no', options);
  });
  await using client = clientOf(server.port);
  await expect(client.unary('Extract', {})).rejects.toMatchObject({ code: status[code] });
  expect(calls).toBe(attempts);
});

test('calls go round all addresses', async () => {
  const calls = { one: 0, two: 0 };
  await using one = await startExtractor(() => (calls.one++, {}));
  await using two = await startExtractor(() => (calls.two++, {}));
  await using client = createClient(Extractor, `ipv4:127.0.0.1:${one.port},127.0.0.1:${two.port}`, {
    deadlineMs: 10_000,
  });
  await expect
    .poll(async () => {
      await client.unary('Extract', {});
      return Math.min(calls.one, calls.two);
    }, poll)
    .toBeGreaterThanOrEqual(5);
});

test('the deadline of a caller goes down to the last service, and no budget of a client extends it', async () => {
  const deadlines: number[] = [];
  const note = ({ deadlineMs = Infinity }: CallScope): void => void deadlines.push(deadlineMs);
  await using extractor = await startExtractor((_, call) => (note(call), {}));
  await using extractorClient = clientOf(extractor.port, 60_000);
  await using transformer = await startTransformer(extractorClient, note);
  await using client = transformerClient(transformer);
  const deadlineMs = Date.now() + 5_000;
  await client.unary('Transform', {}, { deadlineMs });
  expect(deadlines).toHaveLength(2);
  for (const received of deadlines) expect(Math.abs(received - deadlineMs)).toBeLessThan(500);
});

test('the budget of a client shortens the deadline of a caller', async () => {
  const deadlines: number[] = [];
  await using extractor = await startExtractor(async (_, { deadlineMs = Infinity }) => {
    deadlines.push(deadlineMs);
    return new Promise(() => {});
  });
  await using client = clientOf(extractor.port, 300);
  const latest = Date.now() + 300;
  await expect(client.unary('Extract', {}, { deadlineMs: Date.now() + 60_000 })).rejects.toMatchObject({
    name: 'MeshError',
    code: status.DEADLINE_EXCEEDED,
    message: expect.stringMatching(/^primemesh.v1.Extractor at 127.0.0.1:\d+ did not answer in time/),
  });
  expect(deadlines[0]).toBeLessThan(latest + 200);
});

test('a cancelled call is cancelled down to the last service, and rejects with the reason of its signal', async () => {
  const reached = Promise.withResolvers<CallScope>();
  await using extractor = await startExtractor(async (_, call) => {
    reached.resolve(call);
    return new Promise(() => {});
  });
  await using extractorClient = clientOf(extractor.port);
  await using transformer = await startTransformer(extractorClient, () => {});
  await using client = transformerClient(transformer);
  const abort = new AbortController();
  const answer = client.unary('Transform', {}, abort);
  const { signal } = await reached.promise;
  const reason = new Error('no longer wanted');
  abort.abort(reason);
  await expect(answer).rejects.toBe(reason);
  await expect.poll(() => signal.reason, poll).toMatchObject({ code: status.CANCELLED });
});

test('the failure of a service behind a service keeps its status and names both', async () => {
  await using extractor = await startExtractor(() => {
    throw new MeshError(status.OUT_OF_RANGE, 'to 5 exceeds 4');
  });
  await using extractorClient = clientOf(extractor.port);
  await using transformer = await startTransformer(extractorClient, () => {});
  await using client = transformerClient(transformer);
  await expect(client.unary('Transform', {})).rejects.toMatchObject({
    code: status.OUT_OF_RANGE,
    message: 'primemesh.v1.Transformer: primemesh.v1.Extractor: to 5 exceeds 4',
  });
});

test('the baggage of one call does not reach the next', async () => {
  const tenants: (string | undefined)[] = [];
  await using server = await startExtractor(() => {
    tenants.push(propagation.getActiveBaggage()?.getEntry('mesh.tenant')?.value);
    return {};
  });
  await using client = clientOf(server.port);
  await withBaggage({ 'mesh.tenant': 'acme' }, async () => client.unary('Extract', {}));
  await client.unary('Extract', {});
  expect(tenants).toEqual(['acme', undefined]);
});

test('a client that is disposed of lets its call end, and makes no other', async () => {
  const { promise: called, resolve: call } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<object>();
  await using server = await startExtractor(async () => (call(), finished));
  const client = clientOf(server.port);
  const answer = client.unary('Extract', {});
  await called;
  await client[Symbol.asyncDispose]();
  await expect(client.unary('Extract', {})).rejects.toThrow(/shut ?down|closed/i);
  finish({});
  await expect(answer).resolves.toBeDefined();
});

test('an aborted signal makes no call', async () => {
  await using server = await startExtractor(() => expect.fail('was called'));
  await using client = clientOf(server.port);
  await expect(client.unary('Extract', {}, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow(
    'gone',
  );
});
