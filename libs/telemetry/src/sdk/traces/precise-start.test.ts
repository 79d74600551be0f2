import { hrTimeToMilliseconds } from '@opentelemetry/core';
import { TracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { beforeEach, expect, test, vi } from 'vitest';
import { preciseStart } from './precise-start.ts';

const ended: ReadableSpan[] = [];
const keep: SpanProcessor = {
  onStart() {},
  onEnd: (span) => void ended.push(span),
  async forceFlush() {},
  async shutdown() {},
};
const tracer = new TracerProvider({ spanProcessors: [preciseStart(), keep] }).getTracer('test');

const wallClock = Date.now;

/** Takes the CPU from this thread for some ms, right after it has next read the wall clock. */
function stallAfterReading(ms: number): void {
  vi.spyOn(Date, 'now').mockImplementationOnce(() => {
    const now = wallClock();
    const until = performance.now() + ms;
    while (performance.now() < until);
    return now;
  });
}

beforeEach(() => {
  ended.length = 0;
});

test.each([0, 3, 30])(
  'a span whose start is stalled by %i ms ends after the child that ended before it',
  (ms) => {
    stallAfterReading(ms);
    const parent = tracer.startSpan('parent');
    tracer.startSpan('child').end();
    parent.end();
    const [childEnd = 0, parentEnd = 0] = ended.map(({ endTime }) => hrTimeToMilliseconds(endTime));
    expect(parentEnd - childEnd).toBeGreaterThan(-1);
    expect(parentEnd - childEnd).toBeLessThan(ms + 100);
  },
);

test('a start is exact to a fraction of a ms', () => {
  const starts = Array.from({ length: 20 }, () => {
    const span = tracer.startSpan('span');
    span.end();
    const [seconds, nanos] = ended.at(-1)?.startTime ?? [0, 0];
    return (seconds * 1e9 + nanos) % 1e6;
  });
  expect(starts.filter((nanos) => nanos > 0).length).toBeGreaterThan(15);
});

test.each([0, 3, 3_600_000])('a start that is given, %i ms ago, stays', (ms) => {
  const startTime = wallClock() - ms;
  tracer.startSpan('span', { startTime }).end();
  expect(ended.map((span) => hrTimeToMilliseconds(span.startTime))).toEqual([startTime]);
});
