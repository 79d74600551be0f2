import type { HrTime } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { createWallClock } from './wall-clock.ts';

/**
 * Gives spans the start from which their duration is counted, with a fraction of a ms. A start that the caller gave stays.
 * Must be the first processor.
 *
 * Broken upstream: the SDK (2.12) stamps the start with `Date.now()`, in whole ms, and counts the duration from a second
 * reading, of the monotonic clock. So short children stick out of their parents. A thread that loses its CPU between the
 * two readings, as on a busy machine, makes a span that ends too early by as much. Goes when the SDK stamps starts as
 * exactly.
 * @see https://github.com/open-telemetry/opentelemetry-js/issues/5019
 */
export function preciseStart(): SpanProcessor {
  const toWallClock = createWallClock();
  return {
    onStart(span: Span) {
      const start = countedFrom(span);
      if (start === undefined) return;
      (span as { startTime: HrTime }).startTime = millisToHrTime(toWallClock(start)); // readonly by its type alone
    },
    onEnd() {},
    async forceFlush() {},
    async shutdown() {},
  };
}

/** The reading from which the SDK counts the duration, which is private; none where the caller gave the start. */
function countedFrom(
  span: Span & { _performanceStartTime?: unknown; _startTimeProvided?: unknown },
): number | undefined {
  const { _performanceStartTime: start, _startTimeProvided: isGiven } = span;
  return typeof start === 'number' && isGiven === false ? start : undefined;
}
