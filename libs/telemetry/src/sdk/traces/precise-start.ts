import type { HrTime } from '@opentelemetry/api';
import { hrTimeToMilliseconds, millisToHrTime } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { createWallClock } from './wall-clock.ts';

/** A start that is further off than this was given by the caller and is left alone, in ms. */
const sdkRoundingMs = 5;

/**
 * Gives spans a start with a fraction of a ms. The SDK stamps it with `Date.now()`, whole ms, while durations are
 * exact, so that short children stick out of their parents. Must be the first processor.
 */
export function preciseStart(): SpanProcessor {
  const toWallClock = createWallClock();
  return {
    onStart(span: Span) {
      const exact = toWallClock(startOf(span));
      if (Math.abs(exact - hrTimeToMilliseconds(span.startTime)) > sdkRoundingMs) return;
      (span as { startTime: HrTime }).startTime = millisToHrTime(exact); // readonly to others, not yet to processors
    },
    onEnd() {},
    async forceFlush() {},
    async shutdown() {},
  };
}

// The reading from which the SDK counts the duration; private, so any moment now will do if it goes.
function startOf(span: Span): number {
  const start = '_performanceStartTime' in span ? span._performanceStartTime : undefined;
  return typeof start === 'number' ? start : performance.now();
}

const prefix = 'grpc.';

/** Names rpc spans as the semantic conventions do: the instrumentation puts `grpc.` before the method. */
export const semanticSpanNames: SpanProcessor = {
  onStart(span: Span) {
    if (span.name.startsWith(prefix)) span.updateName(span.name.slice(prefix.length));
  },
  onEnd() {},
  async forceFlush() {},
  async shutdown() {},
};
