import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pointsOf, startReceiver, type Signal } from '../../testing/otlp-receiver.ts';
import { runProgram, startProgram } from '../../testing/run-program.ts';

const spansPerTrace = 8;

/** Holds the exports of spans back until so many are under way at once. */
function untilSpanExports(count: number): (signal: Signal) => Promise<void> {
  const all = Promise.withResolvers<void>();
  let underWay = 0;
  return async (signal) => {
    if (signal !== 'spans') return;
    underWay += 1;
    if (underWay >= count) all.resolve();
    await all.promise;
  };
}

/** A port that nobody listens on, below those that systems hand out by themselves. */
async function unusedPort(): Promise<number> {
  const port = randomInt(10_000, 20_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  return isFree ? port : unusedPort();
}

test('what is made while the backend is away arrives when it is back', async () => {
  const port = await unusedPort();
  const endpoint = `http://127.0.0.1:${port}`;
  const running = startProgram('emit', {
    COUNT: '300',
    WAIT_FOR_INPUT: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  });
  await running.said('emitted');
  await running.erred('UNAVAILABLE'); // metrics are not sent again, so the first refusal is told
  await using backend = await startReceiver({ port });
  await expect
    .poll(() => backend.exports, { timeout: 30_000, message: 'spans and logs arrive' }) // the channel waits some seconds
    .toEqual(expect.arrayContaining(['spans', 'logs']));
  running.tell('stop');
  const { code } = await running.outcome;
  expect(code).toBe(0);
  expect(backend.spans).toHaveLength(300 * spansPerTrace);
  expect(backend.logs).toHaveLength(301);
});

test('a backend that refuses for a while gets every batch again', async () => {
  const refusals: Record<Signal, number> = { spans: 3, logs: 3, metrics: 0 };
  await using backend = await startReceiver({
    before: async (signal) => {
      if (refusals[signal]-- > 0) throw new Error('busy');
    },
  });
  const endpoint = `http://127.0.0.1:${backend.port}`;
  const running = startProgram('emit', {
    COUNT: '100',
    WAIT_FOR_INPUT: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  });
  await running.said('emitted');
  running.tell('stop');
  await running.outcome;
  expect(backend.spans).toHaveLength(100 * spansPerTrace);
  expect(backend.logs).toHaveLength(101);
});

describe('a shutdown', () => {
  test.each([
    ['never answers', async () => new Promise<void>(() => {})],
    ['refuses for ever', async () => Promise.reject(new Error('busy'))],
  ])('is over in its time when the backend %s', async (_, before) => {
    await using backend = await startReceiver({ before });
    const { code, stdout, stderr, elapsedMs } = await runProgram('emit', {
      SHUTDOWN_MS: '1000',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    });
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(8_000); // the call under way would hold it for 10 s
    expect(Number(/shutdown took (\d+) ms/.exec(stdout)?.[1])).toBeLessThan(1_500);
    expect(stderr).toContain('8 spans lost at the stop');
    expect(stderr).toContain('2 log records lost at the stop');
    expect(stderr).not.toContain('    at ');
  });

  test('is quick when there is no backend', async () => {
    const { code, stdout, stderr } = await runProgram('emit', {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await unusedPort()}`,
    });
    expect(Number(/shutdown took (\d+) ms/.exec(stdout)?.[1])).toBeLessThan(2_500);
    expect(code).toBe(0);
    expect(stderr).toContain('spans or logs lost');
  });

  test('sends a full queue at once', async () => {
    await using backend = await startReceiver({ before: untilSpanExports(81) });
    const { stderr } = await runProgram('emit', {
      COUNT: '101', // 80 batches in the queue and one under way: the exporter alone refuses more than 30
      SHUTDOWN_MS: '10000',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10',
      OTEL_BSP_SCHEDULE_DELAY: '60000',
      OTEL_BSP_MAX_QUEUE_SIZE: '800',
    });
    expect(stderr).toBe('');
    expect(backend.spans).toHaveLength(101 * spansPerTrace);
  });
});

test('batches that the processor no longer waits for keep no later one out', async () => {
  await using backend = await startReceiver({ before: untilSpanExports(5) });
  await runProgram('emit', {
    COUNT: '125',
    SHUTDOWN_MS: '10000',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_BSP_EXPORT_TIMEOUT: '1',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '200',
    OTEL_BSP_MAX_QUEUE_SIZE: '400', // three batches would do for a flush
  });
  expect(backend.spans).toHaveLength(125 * spansPerTrace);
});

test('spans beyond the queue are dropped and counted', async () => {
  const emitted = Promise.withResolvers<void>();
  await using backend = await startReceiver({ before: async () => emitted.promise });
  const running = startProgram('emit', {
    COUNT: '50',
    WAIT_FOR_INPUT: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_BSP_MAX_QUEUE_SIZE: '100',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '50',
  });
  await running.said('emitted');
  emitted.resolve();
  running.tell('stop');
  await running.outcome;
  const counts = pointsOf(backend, 'otel.sdk.processor.span.processed').slice(-2);
  expect(
    Object.fromEntries(counts.map(({ attributes, value }) => [attributes['error.type'] ?? 'sent', value])),
  ).toEqual({ sent: 150, queue_full: 50 * spansPerTrace - 150 });
  expect(backend.spans).toHaveLength(150);
});
