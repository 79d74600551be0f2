import { status } from '@grpc/grpc-js';
import { SpanKind, trace } from '@opentelemetry/api';
import { Extractor, Loader } from '@prime-mesh/contracts';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import type { CallScope } from './call-scope.ts';
import { serverStream, unary } from './handlers.ts';
import { bind, startServer } from './server.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { recordedSpan, takeRecorded } from '../testing/record-telemetry.ts';
import { notFound } from '../wire/mesh-error.ts';
import { Gate } from '../work/gate.ts';

const said = vi.spyOn(process.stderr, 'write');

/** A gate that lets nobody in. */
async function closedGate(): Promise<Gate> {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 9 });
  await gate.acquire();
  return gate;
}

async function waiting(gate: Gate, count: number): Promise<void> {
  await expect.poll(() => gate.queueLength, { timeout: 10_000 }).toBe(count);
}

test('a call that is cancelled as it waits has its wait on its span, and nothing is said of ended spans', async () => {
  said.mockClear();
  const gate = await closedGate();
  await using server = await startExtractor(async (_, { signal }) => (await gate.acquire(signal), {}));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  const abort = new AbortController();
  const calls = Array.from({ length: 5 }, async () => client.unary('Extract', {}, { signal: abort.signal }));
  await waiting(gate, 5);
  abort.abort(new Error('enough'));
  for (const { status: ended } of await Promise.allSettled(calls)) expect(ended).toBe('rejected');
  await waiting(gate, 0);
  const span = await recordedSpan(({ kind }) => kind === SpanKind.SERVER);
  expect(span.attributes['rpc.grpc.status_code']).toBe(status.CANCELLED);
  expect(span.events.map(({ name }) => name)).toEqual(['queue.waited']);
  expect(said).not.toHaveBeenCalled();
});

test('so has a stream', async () => {
  said.mockClear();
  const gate = await closedGate();
  const wait = async function* (_: unknown, { signal }: CallScope): AsyncGenerator<object> {
    yield {};
    await gate.acquire(signal);
  };
  const absent = unary(() => {
    throw notFound('nothing');
  });
  const handlers = {
    Run: serverStream(wait),
    GetRun: absent,
    ListRuns: absent,
    ReadPrimes: serverStream(wait),
  };
  await using server = await startServer({ host: '127.0.0.1', port: 0, services: [bind(Loader, handlers)] });
  await using client = createClient(Loader, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  for await (const _ of client.stream('Run', {})) {
    await waiting(gate, 1);
    break;
  }
  await waiting(gate, 0);
  const span = await recordedSpan(({ kind, name }) => kind === SpanKind.SERVER && name.endsWith('/Run'));
  expect(span.events.map(({ name }) => name)).toEqual(['queue.waited']);
  expect(said).not.toHaveBeenCalled();
});

test('what the work of a cancelled call notes as it ends is on its span, which is not that of a success', async () => {
  said.mockClear();
  const abort = new AbortController();
  await using server = await startExtractor(async (_, { signal }) => {
    const aborted = once(signal, 'abort', { signal: AbortSignal.timeout(10_000) });
    abort.abort(new Error('enough'));
    await aborted;
    for (let turns = 0; turns < 50; turns++) await nextTurn();
    trace.getActiveSpan()?.setAttribute('noted', 'late');
    return {};
  });
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  takeRecorded();
  await expect(client.unary('Extract', {}, { signal: abort.signal })).rejects.toThrow('enough');
  const span = await recordedSpan(({ kind }) => kind === SpanKind.SERVER);
  expect(span.attributes).toMatchObject({ noted: 'late', 'rpc.grpc.status_code': status.CANCELLED });
  expect(said).not.toHaveBeenCalled();
});
