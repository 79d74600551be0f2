import { status } from '@grpc/grpc-js';
import { Extractor } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { createClient } from '../call/client.ts';
import { Health } from './health.ts';
import { notFound } from './mesh-error.ts';
import { bind, startServer } from '../serve/server.ts';
import { callOnTheWire, startExtractor } from '../testing/extractor-server.ts';
import { metricPoints } from '../testing/record-telemetry.ts';
import { withBaggage } from '../testing/with-baggage.ts';

const poll = { timeout: 10_000 };
const rpc = { 'rpc.system.name': 'grpc', 'rpc.method': 'primemesh.v1.Extractor/Extract' };

/** Calls by status since the process started. */
const counts = async (name: string): Promise<Record<string, number>> => {
  const points = await metricPoints(name);
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null && 'count' in value ? Number(value.count) : Number.NaN;
  return Object.fromEntries(
    points.map(({ attributes, value }) => [String(attributes['rpc.response.status_code']), count(value)]),
  );
};

test.each([
  ['inside the mesh', { isEdge: false }],
  ['at its edge', { isEdge: true }],
])('%s every way a call can end is counted once, at the server with its status', async (_, options) => {
  let extract = (): Promise<object> => Promise.resolve({});
  const never = (): Promise<object> => new Promise(() => {});
  await using server = await startExtractor(() => extract(), options);
  const before = await counts('rpc.server.call.duration');
  await callOnTheWire(server.port);
  extract = () => Promise.reject(notFound('nothing'));
  await callOnTheWire(server.port);
  await callOnTheWire(server.port, { bytes: Buffer.of(0x0a, 100) });
  await callOnTheWire(server.port, { bytes: Buffer.alloc(2 << 20) });
  extract = never;
  await callOnTheWire(server.port, { options: { deadline: Date.now() + 100 } });
  const called = Promise.withResolvers<void>();
  extract = () => (called.resolve(), never());
  await callOnTheWire(server.port, { onCall: (cancel) => void called.promise.then(cancel) });
  const more = async (): Promise<Record<string, number>> => {
    const now = Object.entries(await counts('rpc.server.call.duration'));
    return Object.fromEntries(now.map(([code, count]) => [code, count - (before[code] ?? 0)]));
  };
  await expect.poll(more, poll).toEqual({
    OK: 1,
    NOT_FOUND: 1,
    INVALID_ARGUMENT: 1,
    RESOURCE_EXHAUSTED: 1,
    DEADLINE_EXCEEDED: 1,
    CANCELLED: 1,
  });
});

test('a hang-up is counted also when no handler answers it', async () => {
  const { promise: called, resolve: call } = Promise.withResolvers<void>();
  const deaf = bind(Extractor, { Extract: () => call() });
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [deaf], drainBudgetMs: 0 });
  const { CANCELLED: before = 0 } = await counts('rpc.server.call.duration');
  await callOnTheWire(server.port, { onCall: (cancel) => void called.then(cancel) });
  const cancelled = async () => (await counts('rpc.server.call.duration'))['CANCELLED'];
  await expect.poll(cancelled, poll).toBe(before + 1);
});

test('client and server record method, status, peer and the baggage of the caller', async () => {
  await using server = await startExtractor(() => ({}));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  await withBaggage({ 'mesh.tenant': 'acme' }, async () => client.unary('Extract', {}));
  const recorded = { ...rpc, 'rpc.response.status_code': 'OK', 'mesh.tenant': 'acme' };
  const attributesOf = async (name: string) => (await metricPoints(name)).map(({ attributes }) => attributes);
  expect(await attributesOf('rpc.client.call.duration')).toContainEqual({
    ...recorded,
    'server.address': '127.0.0.1',
    'server.port': server.port,
  });
  expect(await attributesOf('rpc.server.call.duration')).toContainEqual(recorded);
});

test('a call that no handler gets is recorded with the baggage that came with it', async () => {
  await using server = await startExtractor(() => ({}));
  const tooLarge = { bytes: Buffer.alloc(2 << 20) };
  await withBaggage({ 'mesh.tenant': 'globex' }, async () => callOnTheWire(server.port, tooLarge));
  const recorded = async () => (await metricPoints('rpc.server.call.duration')).map((one) => one.attributes);
  const expected = { 'rpc.response.status_code': 'RESOURCE_EXHAUSTED', 'mesh.tenant': 'globex' };
  await expect.poll(recorded, poll).toContainEqual(expect.objectContaining(expected));
});

test('durations are in seconds', async () => {
  const deadlineMs = 120;
  await using server = await startExtractor(async () => new Promise(() => {}));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs });
  const startedAt = performance.now();
  const failed = withBaggage({ 'mesh.tenant': 'slow' }, async () => client.unary('Extract', {}));
  await expect(failed).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
  const sumOf = (name: string) => async (): Promise<number> => {
    const own = (await metricPoints(name)).filter(({ attributes }) => attributes['mesh.tenant'] === 'slow');
    return (own[0]?.value as { sum: number } | undefined)?.sum ?? 0;
  };
  for (const name of ['rpc.server.call.duration', 'rpc.client.call.duration']) {
    await expect.poll(sumOf(name), poll).toBeGreaterThan(deadlineMs / 10 / 1e3);
    expect(await sumOf(name)(), name).toBeLessThanOrEqual((performance.now() - startedAt) / 1e3);
  }
});

test('a client records with the context of its caller, whoever has made the connection', async () => {
  await using server = await startExtractor(() => ({}));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  const tenants = ['first', 'second'];
  const calls = tenants.map(async (tenant) =>
    withBaggage({ 'mesh.tenant': tenant }, async () => client.unary('Extract', {})),
  );
  await Promise.all(calls);
  const points = await metricPoints('rpc.client.call.duration');
  const own = points.filter(({ attributes }) => attributes['server.port'] === server.port);
  expect(own.map(({ attributes }) => String(attributes['mesh.tenant'])).toSorted()).toEqual(tenants);
});

test('a failure carries its status as error.type', async () => {
  await using server = await startExtractor(() => Promise.reject(notFound('nothing')));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  await expect(client.unary('Extract', {})).rejects.toMatchObject({ code: status.NOT_FOUND });
  expect((await metricPoints('rpc.client.call.duration')).map(({ attributes }) => attributes)).toContainEqual(
    expect.objectContaining({ 'error.type': 'NOT_FOUND', 'server.port': server.port }),
  );
});

test('health checks are not counted', async () => {
  await using server = await startExtractor(() => ({}));
  await using health = createClient(Health, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  await health.unary('Check', { service: '' });
  const points = [
    ...(await metricPoints('rpc.server.call.duration')),
    ...(await metricPoints('rpc.client.call.duration')),
  ];
  expect(points.filter(({ attributes }) => String(attributes['rpc.method']).includes('Health'))).toEqual([]);
});
