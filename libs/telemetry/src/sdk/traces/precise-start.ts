import type { HrTime } from '@opentelemetry/api';
import { hrTimeToMilliseconds, millisToHrTime } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { createWallClock } from './wall-clock.ts';

/** A start that differs by more was given by the caller and is left alone, in ms. */
const sdkRoundingMs = 5;

/**
 * Gives spans a start with a fraction of a ms. Must be the first processor.
 *
 * Broken upstream: the SDK (2.12) stamps the start with `Date.now()`, in whole ms, while durations are exact, so that
 * short children stick out of their parents. Goes when the SDK stamps starts as exactly.
 * @see https://github.com/open-telemetry/opentelemetry-js/issues/5019
 */
export function preciseStart(): SpanProcessor {
  const toWallClock = createWallClock();
  return {
    onStart(span: Span) {
      const exact = toWallClock(startOf(span));
      if (Math.abs(exact - hrTimeToMilliseconds(span.startTime)) > sdkRoundingMs) return;
      (span as { startTime: HrTime }).startTime = millisToHrTime(exact); // readonly by its type alone
    },
    onEnd() {},
    async forceFlush() {},
    async shutdown() {},
  };
}

// The reading from which the SDK counts the duration. It is private; without it the reading of now is close enough.
function startOf(span: Span): number {
  const start = '_performanceStartTime' in span ? span._performanceStartTime : undefined;
  return typeof start === 'number' ? start : performance.now();
}
