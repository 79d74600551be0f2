import { status } from '@grpc/grpc-js';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { inspect } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { MeshError } from '../wire/mesh-error.ts';
import { createPool, type Pool, type PoolOptions } from './pool.ts';
import { CorruptBlockError } from '../testing/corrupt-block-error.ts';
import { metricPoints, recordedSpan, takeLogs, takeRecorded } from '../testing/record-telemetry.ts';
import { setWord, wordSet } from '../testing/shared-word.ts';
import { withBaggage } from '../testing/with-baggage.ts';
import type { Description, Work } from '../testing/work.task.ts';
import { sharedWords } from './thread-data.ts';

const worker = new URL('../testing/work.task.ts', import.meta.url);
const startPool = (options: Partial<PoolOptions> = {}): Pool<Work, Description> =>
  createPool({
    name: 'test',
    worker,
    span: 'test work',
    threads: 2,
    maxQueue: 8,
    workerData: { slots: 4 },
    ...options,
  });

beforeEach(() => {
  takeRecorded();
  takeLogs();
});

test('a task answers with its output and the CPU time of its thread', async () => {
  await using pool = startPool();
  const { output, cpuSeconds } = await pool.run({ do: 'burn', forMs: 50 });
  expect(output).toMatchObject({ slots: 4, wasCancelled: false });
  expect(cpuSeconds).toBeGreaterThanOrEqual(0.05);
  expect(cpuSeconds).toBeLessThan(1);
});

test('another task of the worker file runs on the same threads, in a span of its own', async () => {
  await using pool = startPool();
  expect((await pool.other<number, number>('double', 'test double').run(21)).output).toBe(42);
  expect(await recordedSpan(({ name }) => name === 'test double')).toBeDefined();
  await expect(pool.other('absent', 'test absent').run(1)).rejects.toThrow('thread of pool test failed');
  expect((await pool.run({ do: 'describe' })).output.slots).toBe(4);
});

test('memory that a task hands over is not copied', async () => {
  await using pool = startPool({ threads: 1 });
  const { output } = await pool.other<number, Uint8Array>('give', 'test give').run(1 << 20);
  expect(output).toEqual(new Uint8Array(1 << 20).fill(7));
  expect((await pool.other<null, number>('left', 'test left').run(null)).output).toBe(0);
});

test('a thread does not load gRPC', async () => {
  await using pool = startPool();
  expect((await pool.run({ do: 'describe' })).output.loadsGrpc).toBe(false);
});

test('each thread has an index of its own', async () => {
  await using pool = startPool({ threads: 3 });
  const word = sharedWords(1);
  const runs = [1, 2, 3].map(async () => pool.run({ do: 'wait', word }));
  setWord(word);
  const indices = (await Promise.all(runs)).map(({ output }) => output.threadIndex);
  expect(new Set(indices)).toEqual(new Set([0, 1, 2]));
});

test('spans of the thread are children of the span that asked, with the baggage', async () => {
  await using pool = startPool();
  const { output, parent } = await withBaggage({ 'mesh.tenant': 'acme' }, async () =>
    trace.getTracer('test').startActiveSpan('asks', async (span) => {
      const result = await pool.run({ do: 'describe' });
      span.end();
      return { ...result, parent: span.spanContext() };
    }),
  );
  expect(output.tenant).toBe('acme');
  const work = await recordedSpan(({ name }) => name === 'test work');
  expect(work).toMatchObject({
    traceId: parent.traceId,
    parentSpanContext: { spanId: parent.spanId },
    attributes: {
      'thread.id': output.threadId,
      'mesh.tenant': 'acme',
      'mesh.thread.cpu.time': expect.any(Number),
    },
  });
  expect(await recordedSpan(({ name }) => name === 'inner')).toMatchObject({
    traceId: parent.traceId,
    parentSpanContext: { spanId: work.id },
  });
});

test('an error of a task keeps name, message and code, and fails its span', async () => {
  await using pool = startPool();
  await expect(pool.run({ do: 'fail' })).rejects.toMatchObject({
    name: 'CorruptBlockError',
    message: 'bit 7 is not prime',
    code: 15,
    stack: expect.stringContaining('work.task.ts'),
  });
  expect(await recordedSpan(({ name }) => name === 'test work')).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: 'bit 7 is not prime' },
    events: [{ name: 'exception' }],
  });
});

test.each([
  ['keeps its class where the pool knows it', [CorruptBlockError], CorruptBlockError],
  ['is a plain one where it does not', [TypeError], Error],
])('an error of a task %s', async (_, errors, known) => {
  await using pool = startPool({ errors });
  const failed = pool.run({ do: 'fail' });
  await expect(failed).rejects.toThrow(known);
  await expect(failed).rejects.toMatchObject({ name: 'CorruptBlockError', code: 15 });
  await expect(failed).rejects.not.toBeInstanceOf(TypeError);
  if (known === Error) await expect(failed).rejects.not.toBeInstanceOf(CorruptBlockError);
});

test('the span of a task has the attributes asked for, and ends when the thread is done', async () => {
  await using pool = startPool();
  const attributes = { 'mesh.algorithm.used': 'sieve' };
  const [begun, ended] = [sharedWords(1), sharedWords(1)];
  const startedAt = performance.now();
  const burning = pool.run({ do: 'burn', forMs: 50, begun, ended }, { attributes });
  await wordSet(begun, 'the task');
  // The main thread hears of the end late: it is busy until long after it.
  while (Atomics.load(ended, 0) === 0 && performance.now() < startedAt + 30_000);
  const endedAt = performance.now();
  while (performance.now() < endedAt + 400);
  await burning;
  const work = await recordedSpan(({ name }) => name === 'test work');
  expect(work.attributes).toMatchObject(attributes);
  expect(work.duration / 1e3).toBeGreaterThanOrEqual(50);
  expect(work.duration / 1e3).toBeLessThan(endedAt - startedAt + 300);
});

test('cancelling a running task stops its work without ending the thread', async () => {
  await using pool = startPool({ threads: 1 });
  const before = (await pool.run({ do: 'describe' })).output;
  const reason = new MeshError(status.CANCELLED, 'the call was cancelled');
  const abort = new AbortController();
  const begun = sharedWords(1);
  const burning = pool.run({ do: 'burn', forMs: 20_000, begun }, { signal: abort.signal });
  await wordSet(begun, 'the task');
  const startedAt = performance.now();
  abort.abort(reason);
  await expect(burning).rejects.toBe(reason);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect((await pool.run({ do: 'describe' })).output).toEqual(before);
});

test('a waiting task is refused beyond the bound, and leaves the queue when aborted', async () => {
  await using pool = startPool({ threads: 1, maxQueue: 1 });
  await pool.ready;
  const word = sharedWords(1);
  const running = pool.run({ do: 'wait', word });
  const abort = new AbortController();
  const waiting = pool.run({ do: 'describe' }, { signal: abort.signal });
  await expect(pool.run({ do: 'describe' })).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    message: 'queue of pool test is full: 1 of 1 wait',
  });
  abort.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  const next = pool.run({ do: 'describe' });
  setWord(word);
  await expect(Promise.all([running, next])).resolves.toHaveLength(2);
});

test.each(['exit', 'crash'] as const)('a thread that dies (%s) fails its task only', async (how) => {
  await using pool = startPool({ threads: 2 });
  const word = sharedWords(1);
  const other = pool.run({ do: 'wait', word });
  await expect(pool.run({ do: how })).rejects.toMatchObject({
    code: status.INTERNAL,
    message: expect.stringMatching(/^thread of pool test failed: /),
  });
  expect(await recordedSpan(({ name }) => name === 'test work')).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: expect.stringMatching(/^thread of pool test failed: /) },
  });
  const replacement = await pool.run({ do: 'describe' });
  setWord(word);
  const indices = [replacement.output.threadIndex, (await other).output.threadIndex];
  expect(new Set(indices)).toEqual(new Set([0, 1]));
});

test('a worker file that cannot be loaded fails the pool, not the process', async () => {
  const options = { name: 'broken', worker: new URL('../testing/broken.task.ts', import.meta.url) };
  await using unwatched = startPool(options);
  await using pool = startPool(options);
  await expect(pool.ready).rejects.toThrow('cannot be loaded');
  await expect(pool.run({ do: 'describe' })).rejects.toThrow('cannot be loaded');
  await expect.poll(() => inspect(unwatched.ready), { timeout: 10_000 }).toContain('rejected');
});

test('a pool whose dead thread cannot be replaced fails its tasks instead of holding them', async () => {
  const worker = new URL('../testing/once.task.ts', import.meta.url);
  const workerData = { loads: sharedWords(1) };
  await using pool = startPool({ name: 'once', worker, threads: 1, workerData });
  await expect(pool.run({ do: 'describe' })).rejects.toThrow('thread of pool once failed');
  await expect(pool.run({ do: 'describe' })).rejects.toThrow(
    'thread of pool once failed: cannot be loaded again',
  );
  expect(takeLogs()).toContainEqual(expect.objectContaining({ event: 'thread.failed', 'mesh.pool': 'once' }));
});

test('disposal cancels what runs and refuses what waits', async () => {
  const pool = startPool({ threads: 1 });
  const begun = sharedWords(1);
  const running = pool.run({ do: 'burn', forMs: 20_000, begun });
  const waiting = pool.run({ do: 'describe' });
  const both = Promise.allSettled([running, waiting]);
  await wordSet(begun, 'the first task');
  await pool[Symbol.asyncDispose]();
  const closed = { reason: { code: status.UNAVAILABLE, message: 'pool test is closed' } };
  expect(await both).toMatchObject([closed, closed]);
  await recordedSpan(({ status: { message } }) => message === 'gave up'); // not ended by force
});

test('utilization tells a busy thread from an idle one', async () => {
  await using pool = startPool({ name: 'watched', threads: 1 });
  await pool.ready;
  const utilization = async (): Promise<number> => {
    const points = await metricPoints('mesh.worker.utilization');
    return Number(points.find(({ attributes }) => attributes['mesh.pool'] === 'watched')?.value);
  };
  await utilization(); // the next one counts from here
  await pool.run({ do: 'burn', forMs: 300 });
  expect(await utilization()).toBeGreaterThan(0.5);
  await expect.poll(utilization, { timeout: 10_000 }).toBeLessThan(0.5); // each one counts from the last
});

test('queue, wait, CPU and utilization are measured, CPU with the baggage of the caller', async () => {
  await using pool = startPool({ name: 'measured', threads: 1 });
  await pool.ready;
  const burning = withBaggage({ 'mesh.tenant': 'acme' }, async () => pool.run({ do: 'burn', forMs: 200 }));
  const waiting = pool.run({ do: 'describe' });
  const ofPool = async (name: string) =>
    (await metricPoints(name)).filter(({ attributes }) => attributes['mesh.pool'] === 'measured');
  expect(await ofPool('mesh.worker.queue.length')).toMatchObject([{ value: 1 }]);
  const { cpuSeconds, output } = await burning;
  const { cpuSeconds: rest } = await waiting;
  expect(await ofPool('mesh.worker.utilization')).toMatchObject([
    { attributes: { 'thread.id': output.threadId } },
  ]);
  expect((await ofPool('mesh.worker.wait.duration')).map(({ value }) => value)).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ count: 1 })]),
  );
  expect(await ofPool('mesh.cpu.time')).toMatchObject([
    { attributes: { 'mesh.tenant': 'acme' }, value: cpuSeconds },
    { value: rest },
  ]);
});
