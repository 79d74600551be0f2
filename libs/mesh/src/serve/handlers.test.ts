import { status } from '@grpc/grpc-js';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { Extractor, Loader, type RunResponseInput } from '@prime-mesh/contracts';
import { once } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import type { CallScope } from './call-scope.ts';
import { createClient } from '../call/client.ts';
import { serverStream, unary } from './handlers.ts';
import { MeshError, notFound } from '../wire/mesh-error.ts';
import { bind, startServer, type MeshServer } from './server.ts';
import { callOnTheWire, startExtractor } from '../testing/extractor-server.ts';
import { recordedSpan, takeLogs, takeRecorded, type SpanRecord } from '../testing/record-telemetry.ts';

const serverSpan = (method = 'primemesh.v1.Extractor/Extract'): Promise<SpanRecord> =>
  recordedSpan(({ name, kind }) => name === method && kind === SpanKind.SERVER);

beforeEach(() => {
  takeRecorded();
  takeLogs();
});

test('an answer is sent, and its span is ended without error', async () => {
  await using server = await startExtractor(() => ({ sieveLimit: 7 }));
  expect(await callOnTheWire(server.port)).toMatchObject({ code: status.OK, response: { sieveLimit: 7 } });
  expect(await serverSpan()).toMatchObject({ attributes: { 'rpc.grpc.status_code': status.OK } });
});

const sync = (error: unknown) => () => {
  throw error;
};
const secret = new Error('password of the store is wrong', { cause: new Error('secret') });

test.each([
  ['a synchronous throw', sync(secret), status.INTERNAL, 'internal error'],
  ['a rejection', async () => Promise.reject(secret), status.INTERNAL, 'internal error'],
  ['a thrown string', sync('secret'), status.INTERNAL, 'internal error'],
  ['a bug', sync(new RangeError('Maximum call stack size exceeded')), status.INTERNAL, 'internal error'],
  [
    'a system error',
    sync(Object.assign(new Error('secret'), { code: 'ENOENT' })),
    status.INTERNAL,
    'internal error',
  ],
  [
    'a DOMException, whose numbers are others',
    sync(new DOMException('x', 'NotFoundError')),
    status.INTERNAL,
    'internal error',
  ],
  ['a MeshError', sync(notFound('run 7 is not stored')), status.NOT_FOUND, 'run 7 is not stored'],
  [
    'an error with a code of its own',
    sync(Object.assign(new Error('range is required'), { code: status.INVALID_ARGUMENT })),
    status.INVALID_ARGUMENT,
    'range is required',
  ],
  ['an AbortError', sync(new DOMException('x', 'AbortError')), status.CANCELLED, 'cancelled'],
  [
    'a TimeoutError',
    sync(new DOMException('x', 'TimeoutError')),
    status.DEADLINE_EXCEEDED,
    'deadline exceeded',
  ],
])('%s is answered with its status and ends its span with it', async (_, extract, code, details) => {
  await using server = await startExtractor(extract);
  expect(await callOnTheWire(server.port)).toEqual({ code, details });
  expect(await serverSpan()).toMatchObject({ attributes: { 'rpc.grpc.status_code': code } });
});

// https://opentelemetry.io/docs/specs/semconv/rpc/grpc/#grpc-status
const serverErrors = new Set([
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.UNIMPLEMENTED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);
const codes = Object.values(status).filter((code) => typeof code === 'number' && code !== status.OK);

test.each(codes.map((code) => [status[Number(code)], Number(code)] as const))(
  'a server span of %s is an error if this side is at fault, and the client span always',
  async (_, code) => {
    await using server = await startExtractor(sync(new MeshError(code, 'ended so')));
    await using client = createClient(Extractor, `127.0.0.1:${server.port}`, {
      deadlineMs: 10_000,
      retry: { Extract: { maxAttempts: 1 } },
    });
    await expect(client.unary('Extract', {})).rejects.toThrow('ended so');
    expect((await serverSpan()).status).toEqual(
      serverErrors.has(code)
        ? { code: SpanStatusCode.ERROR, message: 'ended so' }
        : { code: SpanStatusCode.UNSET },
    );
    const called = await recordedSpan(({ kind }) => kind === SpanKind.CLIENT);
    expect(called.status.code).toBe(SpanStatusCode.ERROR);
  },
);

test('the full error goes to log and span, and nothing of it over the wire', async () => {
  await using server = await startExtractor(sync(secret));
  expect(JSON.stringify(await callOnTheWire(server.port))).not.toMatch(/password|secret/);
  const span = await serverSpan();
  expect(span.events[0]?.attributes).toMatchObject({ 'exception.message': 'password of the store is wrong' });
  expect(takeLogs()).toContainEqual(
    expect.objectContaining({
      event: 'rpc.failed',
      'rpc.method': 'primemesh.v1.Extractor/Extract',
      'exception.stacktrace': expect.stringContaining('Error: secret'),
      trace_id: span.traceId,
      span_id: span.id,
    }),
  );
});

test('a failure of the caller is not logged', async () => {
  await using server = await startExtractor(sync(notFound('run 7 is not stored')));
  await callOnTheWire(server.port);
  await serverSpan();
  expect(takeLogs()).toEqual([]);
});

test('a hang-up aborts the signal, and memory is freed and the span ended when the work has', async () => {
  const started = Promise.withResolvers<CallScope>();
  const work = Promise.withResolvers<object>();
  const events: string[] = [];
  await using server = await startExtractor(async (_, call) => {
    call.onSent(() => events.push('freed'));
    started.resolve(call);
    await work.promise.finally(() => events.push('work ended'));
    return {};
  });
  const answer = callOnTheWire(server.port, {
    onCall: (cancel) => void started.promise.then(cancel),
  });
  const { signal } = await started.promise;
  expect((await answer).code).toBe(status.CANCELLED);
  if (!signal.aborted) await once(signal, 'abort', { signal: AbortSignal.timeout(10_000) });
  expect(signal.reason).toMatchObject({ name: 'MeshError', code: status.CANCELLED });
  expect(events).toEqual([]);
  expect(takeRecorded().filter(({ kind }) => kind === SpanKind.SERVER)).toEqual([]);
  work.reject(secret);
  await expect.poll(() => events, { timeout: 10_000 }).toEqual(['work ended', 'freed']);
  expect(await serverSpan()).toMatchObject({
    status: { code: SpanStatusCode.UNSET },
    attributes: { 'rpc.grpc.status_code': status.CANCELLED },
  });
  expect(takeLogs()).toEqual([]); // nobody waited for what failed
});

test('memory of an answer is freed once it is serialized', async () => {
  const bitmap = Buffer.alloc(64, 1);
  await using server = await startExtractor((_, call) => {
    call.onSent(() => bitmap.fill(2));
    return { block: { bitmap } };
  });
  const { response } = await callOnTheWire(server.port);
  expect(response?.block?.bitmap).toEqual(Buffer.alloc(64, 1));
  expect(bitmap).toEqual(Buffer.alloc(64, 2));
});

test('a passed deadline ends the call and its signal, and its span though the work goes on for ever', async () => {
  const scope = Promise.withResolvers<CallScope>();
  await using server = await startExtractor(async (_, call) => {
    scope.resolve(call);
    return new Promise(() => {});
  });
  const deadline = Date.now() + 150;
  expect((await callOnTheWire(server.port, { options: { deadline } })).code).toBe(status.DEADLINE_EXCEEDED);
  const { signal, deadlineMs } = await scope.promise;
  expect(Math.abs((deadlineMs ?? 0) - deadline)).toBeLessThan(100);
  expect(await serverSpan()).toMatchObject({
    attributes: { 'rpc.grpc.status_code': status.DEADLINE_EXCEEDED },
  });
  expect(signal.reason).toMatchObject({ name: 'MeshError', code: status.DEADLINE_EXCEEDED });
});

test('a call without a deadline has none', async () => {
  const deadlines: unknown[] = [];
  await using server = await startExtractor((_, { deadlineMs }) => (deadlines.push(deadlineMs), {}));
  await callOnTheWire(server.port);
  expect(deadlines).toEqual([undefined]);
});

test('a broken payload is refused with the reason', async () => {
  await using server = await startExtractor(() => ({}));
  // Field 1, length 100, of which no byte follows.
  expect(await callOnTheWire(server.port, { bytes: Buffer.of(0x0a, 100) })).toEqual({
    code: status.INVALID_ARGUMENT,
    details: expect.stringMatching(
      /^request of 2 bytes to primemesh.v1.Extractor\/Extract cannot be decoded: index out of range/,
    ),
  });
  expect(await serverSpan()).toMatchObject({
    attributes: { 'rpc.grpc.status_code': status.INVALID_ARGUMENT },
  });
});

test('a request over the size limit is refused with size and limit', async () => {
  await using server = await startExtractor(() => ({}));
  expect(await callOnTheWire(server.port, { bytes: Buffer.alloc((1 << 20) + 1) })).toEqual({
    code: status.RESOURCE_EXHAUSTED,
    details: expect.stringMatching(/1048577.*1048576/),
  });
});

const startLoader = (run: (call: CallScope) => AsyncIterable<RunResponseInput>): Promise<MeshServer> => {
  const absent = unary(sync(notFound('nothing')));
  const none = serverStream(sync(notFound('nothing')));
  const handlers = {
    Run: serverStream((_, call) => run(call)),
    GetRun: absent,
    ListRuns: absent,
    ReadPrimes: none,
  };
  return startServer({ host: '127.0.0.1', port: 0, services: [bind(Loader, handlers)], drainBudgetMs: 500 });
};
const runClient = (server: MeshServer) =>
  createClient(Loader, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
const runSpan = (): Promise<SpanRecord> => serverSpan('primemesh.v1.Loader/Run');
const progress = (blocksStored: number): RunResponseInput => ({ progress: { blocksStored } });

test('a stream arrives in order and ends its span without error', async () => {
  await using server = await startLoader(async function* () {
    for (let n = 0; n < 100; n++) yield progress(n);
  });
  await using client = runClient(server);
  const received: number[] = [];
  for await (const { progress: event } of client.stream('Run', {}))
    received.push(Number(event?.blocksStored));
  expect(received).toEqual([...Array(100).keys()]);
  expect(await runSpan()).toMatchObject({ attributes: { 'rpc.grpc.status_code': status.OK } });
});

test('a stream that fails midway delivers what came before, then its status', async () => {
  await using server = await startLoader(async function* () {
    yield progress(1);
    throw notFound('run 7 is not stored');
  });
  await using client = runClient(server);
  const received: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const message of client.stream('Run', {})) received.push(message);
  };
  await expect(read()).rejects.toMatchObject({
    code: status.NOT_FOUND,
    message: 'primemesh.v1.Loader: run 7 is not stored',
  });
  expect(received).toHaveLength(1);
  expect(await runSpan()).toMatchObject({ attributes: { 'rpc.grpc.status_code': status.NOT_FOUND } });
});

test('a stream is produced no faster than it is read, and is returned when the reader stops', async () => {
  let produced = 0;
  const returned = Promise.withResolvers<void>();
  await using server = await startLoader(async function* () {
    try {
      for (; produced < 300; produced++) yield { finished: { run: { error: 'x'.repeat(1 << 20) } } };
    } finally {
      returned.resolve();
    }
  });
  await using client = runClient(server);
  for await (const _ of client.stream('Run', {})) {
    // Meanwhile the server has many turns to produce in.
    for (let turns = 0; turns < 50; turns++)
      await expect(client.unary('GetRun', {})).rejects.toThrow('nothing');
    break;
  }
  await returned.promise;
  expect(produced).toBeGreaterThan(0);
  expect(produced).toBeLessThan(100);
  expect(await runSpan()).toMatchObject({ attributes: { 'rpc.grpc.status_code': status.CANCELLED } });
});

test('a stream that fails after the hang-up is a cancelled one', async () => {
  const work = Promise.withResolvers<never>();
  const closed = Promise.withResolvers<void>();
  const started = Promise.withResolvers<CallScope>();
  await using server = await startLoader(async function* (call) {
    call.onSent(() => closed.resolve());
    started.resolve(call);
    yield progress(1);
    await work.promise;
  });
  await using client = runClient(server);
  for await (const _ of client.stream('Run', {})) break;
  const { signal } = await started.promise;
  if (!signal.aborted) await once(signal, 'abort', { signal: AbortSignal.timeout(10_000) });
  work.reject(secret);
  await closed.promise;
  expect(await runSpan()).toMatchObject({ attributes: { 'rpc.grpc.status_code': status.CANCELLED } });
  expect(takeLogs()).toEqual([]);
});
