import { status } from '@grpc/grpc-js';
import { SpanKind } from '@opentelemetry/api';
import { Extractor, Loader } from '@prime-mesh/contracts';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { recordedSpan, takeRecorded } from '../testing/record-telemetry.ts';
import { withBaggage } from '../testing/with-baggage.ts';
import { serverStream, unary } from './handlers.ts';
import { injectFault } from './inject-fault.ts';
import { bind, startServer } from './server.ts';

// The table of baggage keys has faults of the real services only.
vi.mock(import('@prime-mesh/telemetry'), async (load) => ({
  ...(await load()),
  serviceName: () => 'loader',
}));

beforeEach(() => void takeRecorded());

/** Calls a service with a fault ordered, and returns how long that took, in ms. */
async function callWith(order: Readonly<Record<string, string>>): Promise<number> {
  await using server = await startExtractor(() => ({}));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  const startedAt = performance.now();
  await withBaggage(order, async () => client.unary('Extract', {}));
  return performance.now() - startedAt;
}

/** The fault that the server span says was injected. */
async function injected(): Promise<unknown> {
  const { events } = await recordedSpan(({ kind }) => kind === SpanKind.SERVER);
  return events.find(({ name }) => name === 'fault.injected')?.attributes?.['mesh.fault'];
}

test('a delay comes before the answer, and is on the span', async () => {
  expect(await callWith({ 'mesh.fault.loader': 'delay:120ms' })).toBeGreaterThanOrEqual(119);
  expect(await injected()).toBe('mesh.fault.loader=delay:120ms');
});

test('a delay ends when the caller hangs up', async () => {
  const abort = new AbortController();
  const order = { 'mesh.fault.loader': 'delay:60000ms' };
  const delayed = withBaggage(order, async () => injectFault(abort.signal));
  const startedAt = performance.now();
  abort.abort();
  await expect(delayed).rejects.toMatchObject({ name: 'AbortError' });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test.each([
  ['error:1', status.INTERNAL],
  ['status:NOT_FOUND', status.NOT_FOUND],
  ['status:DATA_LOSS', status.DATA_LOSS],
])('%s fails the call, says who ordered it, and is on the span', async (fault, code) => {
  await expect(callWith({ 'mesh.fault.loader': fault })).rejects.toMatchObject({
    code,
    message: `primemesh.v1.Extractor: ordered by mesh.fault.loader=${fault}`,
  });
  expect(await injected()).toBe(`mesh.fault.loader=${fault}`);
});

test('a stream fails before its first message', async () => {
  const none = unary(() => ({}));
  const stream = serverStream(async function* () {
    yield {};
  });
  const handlers = { Run: stream, ReadPrimes: stream, GetRun: none, ListRuns: none };
  await using server = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [bind(Loader, handlers)],
    drainBudgetMs: 500,
  });
  await using client = createClient(Loader, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  const first = withBaggage({ 'mesh.fault.loader': 'status:ABORTED' }, async () =>
    client.stream('Run', {}).next(),
  );
  await expect(first).rejects.toMatchObject({ code: status.ABORTED });
});

test.each([
  [0.29, true],
  [0.3, false],
])('of a share of 0.3, a call that draws %d fails: %j', async (drawn, fails) => {
  const draw = vi.spyOn(Math, 'random').mockReturnValue(drawn);
  onTestFinished(() => draw.mockRestore());
  const outcome = await callWith({ 'mesh.fault.loader': 'error:0.3' }).catch((error: unknown) => error);
  expect(outcome instanceof Error).toBe(fails);
  expect(await injected()).toBe(fails ? 'mesh.fault.loader=error:0.3' : undefined);
});

test.each([
  ['of another service', { 'mesh.fault.extractor': 'error:1' }],
  ['that the threads carry out', { 'mesh.fault.loader': 'cpu:5000ms' }],
])('a fault %s does not touch the call', async (_, order) => {
  await callWith(order);
  expect(await injected()).toBeUndefined();
});
