import { status } from '@grpc/grpc-js';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RetryingExporter } from './retrying-exporter.ts';

const budgetMs = 30_000;
const success: ExportResult = { code: ExportResultCode.SUCCESS };

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(1); // no delay is cut
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function failure(code: number): ExportResult {
  return { code: ExportResultCode.FAILED, error: Object.assign(new Error('no'), { code }) };
}

/** Sends one batch through a backend that gives these results, the last one for ever. */
function send(...results: [ExportResult, ...ExportResult[]]) {
  const start = Date.now();
  const attempts: number[] = [];
  const done = vi.fn<(result: ExportResult) => void>();
  const inner = Promise.withResolvers<void>();
  const shutdown = vi.fn(async () => inner.promise);
  const exporter = new RetryingExporter<string>(
    {
      export(_, respond) {
        attempts.push(Date.now() - start);
        respond(results.at(attempts.length - 1) ?? (results.at(-1) as ExportResult));
      },
      shutdown,
    },
    budgetMs,
  );
  exporter.export(['item'], done);
  return { exporter, attempts, done, shutdown, innerIsShut: inner.resolve };
}

// https://opentelemetry.io/docs/specs/otlp/#failures. It lists RESOURCE_EXHAUSTED with a RetryInfo only.
const retryable = new Set([
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  'RESOURCE_EXHAUSTED',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNAVAILABLE',
  'DATA_LOSS',
]);
const codes = Object.entries(status).filter(([name, code]) => typeof code === 'number' && name !== 'OK');

test.each(codes as [string, number][])(
  '%s is sent again where the specification says so',
  async (name, code) => {
    expect(codes).toHaveLength(16);
    const { attempts, done } = send(failure(code), success);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(attempts).toHaveLength(retryable.has(name) ? 2 : 1);
    expect(done.mock.calls).toEqual([[retryable.has(name) ? success : failure(code)]]);
  },
);

test('an error without a code is not sent again', async () => {
  const refused = { code: ExportResultCode.FAILED, error: new Error('concurrent export limit reached') };
  const { attempts, done } = send(refused);
  await vi.advanceTimersByTimeAsync(budgetMs);
  expect(attempts).toEqual([0]);
  expect(done.mock.calls).toEqual([[refused]]);
});

test('delays double from 250 ms to 5 s, and end with the budget', async () => {
  const { attempts, done } = send(failure(status.UNAVAILABLE));
  await vi.advanceTimersByTimeAsync(budgetMs - 1);
  expect(attempts.map((at, index) => at - (attempts[index - 1] ?? 0))).toEqual([
    0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000,
  ]);
  expect(done.mock.calls).toEqual([[failure(status.UNAVAILABLE)]]);
});

test('a delay is cut by up to a half', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const { attempts } = send(failure(status.UNAVAILABLE));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(attempts).toEqual([0, 125, 375, 875]);
});

test('a shutdown ends the delays, keeps the next ones short, and stops at its time', async () => {
  const { exporter, attempts, done } = send(failure(status.UNAVAILABLE));
  await vi.advanceTimersByTimeAsync(5_000); // the next attempt is due at 7750
  exporter.finishBy(Date.now() + 1_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(attempts).toEqual([0, 250, 750, 1_750, 3_750, 5_000, 5_250, 5_500, 5_750, 6_000]);
  expect(done.mock.calls).toEqual([[failure(status.UNAVAILABLE)]]);
  expect(exporter.undelivered).toBe(1);
});

test('the exporter is shut down when its last batch is through', async () => {
  const { exporter, done, shutdown, innerIsShut } = send(failure(status.UNAVAILABLE), success);
  const closed = vi.fn();
  void exporter.shutdown().then(closed);
  await vi.advanceTimersByTimeAsync(249);
  expect(shutdown).not.toHaveBeenCalled();
  expect(exporter.undelivered).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(done.mock.calls).toEqual([[success]]);
  expect(shutdown).toHaveBeenCalledOnce();
  expect(exporter.undelivered).toBe(0);
  expect(closed).not.toHaveBeenCalled();
  innerIsShut();
  await vi.advanceTimersByTimeAsync(0);
  expect(closed).toHaveBeenCalledOnce();
});
