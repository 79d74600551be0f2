import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pointsOf, startReceiver, type Signal } from '../../testing/otlp-receiver.ts';
import { runProgram, startProgram } from '../../testing/run-program.ts';

const spansPerTrace = 8;

/** A port that nobody listens on, below those that systems hand out by themselves. */
const unusedPort = (): number => randomInt(10_000, 20_000);

test('what is made while the backend is away arrives when it is back', async () => {
  const port = unusedPort();
  const endpoint = `http://127.0.0.1:${port}`;
  const running = startProgram('emit', {
    COUNT: '300',
    WAIT_FOR_INPUT: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  });
  await running.said('emitted');
  await running.erred('UNAVAILABLE'); // metrics are not sent again, so the first refusal is told
  const arrived = { spans: Promise.withResolvers<void>(), logs: Promise.withResolvers<void>() };
  await using backend = await startReceiver({
    port,
    before: async (signal) => {
      if (signal !== 'metrics') arrived[signal].resolve();
    },
  });
  await Promise.all([arrived.spans.promise, arrived.logs.promise]);
  running.tell('stop');
  const { code } = await running.outcome;
  expect(code).toBe(0);
  expect(backend.spans).toHaveLength(300 * spansPerTrace);
  expect(backend.logs).toHaveLength(301);
}, 20_000); // the channel waits up to some seconds before it connects again

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
    expect(elapsedMs).toBeLessThan(5_000); // the call under way would hold it for 10 s
    expect(Number(/shutdown took (\d+) ms/.exec(stdout)?.[1])).toBeLessThan(1_500);
    expect(stderr).toContain('spans or logs');
    expect(stderr).not.toContain('    at ');
  });

  test('is quick when there is no backend', async () => {
    const { code, stdout, stderr } = await runProgram('emit', {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${unusedPort()}`,
    });
    expect(Number(/shutdown took (\d+) ms/.exec(stdout)?.[1])).toBeLessThan(2_500);
    expect(code).toBe(0);
    expect(stderr).toContain('spans or logs lost');
  });

  test('sends a full queue at once', async () => {
    await using backend = await startReceiver();
    const { stderr } = await runProgram('emit', {
      COUNT: '100',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '10', // 80 batches: the exporter alone refuses more than 30
      OTEL_BSP_SCHEDULE_DELAY: '60000',
      OTEL_BSP_MAX_QUEUE_SIZE: '800',
    });
    expect(stderr).toBe('');
    expect(backend.spans).toHaveLength(100 * spansPerTrace);
  });
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
