import { context, propagation, type Context } from '@opentelemetry/api';
import { ALLOW_ALL_BAGGAGE_KEYS, BaggageSpanProcessor } from '@opentelemetry/baggage-span-processor';
import type { LogRecordProcessor, SdkLogRecord } from '@opentelemetry/sdk-logs';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { allowedEntries } from './allowed-baggage.ts';

const copyToSpan = new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS);

/**
 * Copies allowed baggage to spans as they start. Baggage that is set later is on their children alone. The package's
 * processor checks keys and not values, so it gets a context that holds nothing but what the table allows.
 */
export const baggageSpanProcessor: SpanProcessor = {
  onStart(span: Span, from: Context): void {
    const entries = allowedEntries(from, 'span').map(([key, value]) => [key, { value }]);
    if (entries.length === 0) return;
    copyToSpan.onStart(
      span,
      propagation.setBaggage(from, propagation.createBaggage(Object.fromEntries(entries))),
    );
  },
  onEnd() {},
  async forceFlush() {},
  async shutdown() {},
};

/** Copies allowed baggage to log records. Must precede the batch processor. */
export const baggageLogRecordProcessor: LogRecordProcessor = {
  onEmit(record: SdkLogRecord, from: Context = context.active()): void {
    for (const [key, value] of allowedEntries(from, 'log')) record.setAttribute(key, value);
  },
  async forceFlush() {},
  async shutdown() {},
};
