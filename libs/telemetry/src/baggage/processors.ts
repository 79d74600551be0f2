import { context, propagation, type Attributes, type Context } from '@opentelemetry/api';
import { ALLOW_ALL_BAGGAGE_KEYS, BaggageSpanProcessor } from '@opentelemetry/baggage-span-processor';
import type { LogRecordProcessor, SdkLogRecord } from '@opentelemetry/sdk-logs';
import type { IAttributesProcessor } from '@opentelemetry/sdk-metrics';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { namedTenants, reasonToDrop, rowOf } from './rules.ts';
import { names } from '../names/names.ts';
import type { BaggageRow } from '../names/row.ts';

/** Where a baggage entry may be recorded. */
type Destination = BaggageRow['to'][number];

/** The entries that the table allows, also of baggage that did not come with a call but was set here. */
function allowed(from: Context, destination?: Destination): [string, string][] {
  const all = propagation.getBaggage(from)?.getAllEntries() ?? [];
  return all.flatMap(([key, { value }]): [string, string][] => {
    if (reasonToDrop(key, value) !== undefined) return [];
    return destination === undefined || rowOf(key)?.to.includes(destination) ? [[key, value]] : [];
  });
}

/** The entries of the baggage that the table allows. */
export function allowedBaggage(from: Context = context.active()): Record<string, string> {
  return Object.fromEntries(allowed(from));
}

const copyToSpan = new BaggageSpanProcessor(ALLOW_ALL_BAGGAGE_KEYS);

/**
 * Copies allowed baggage to spans as they start; baggage set later is not on them, only on their children. The package's
 * processor knows keys alone, so it is shown a context with what the table allows, values included.
 */
export const baggageSpanProcessor: SpanProcessor = {
  onStart(span: Span, from: Context): void {
    const entries = allowed(from, 'span').map(([key, value]) => [key, { value }]);
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
    for (const [key, value] of allowed(from, 'log')) record.setAttribute(key, value);
  },
  async forceFlush() {},
  async shutdown() {},
};

/** What a value becomes when its key has had its share of different values. */
const other = 'other';

/**
 * Adds allowed baggage to what synchronous instruments record. A caller chooses the values, so each key lets only its
 * bounded number of different ones through.
 */
export function baggageAttributesProcessor(): IAttributesProcessor {
  const seen = new Map<string, Set<string>>();
  const bounded = (key: string, value: string): string => {
    const row = rowOf(key);
    if (row === undefined) return other;
    const named = key === names.baggage.tenant ? namedTenants() : [];
    if (named.length > 0) return named.includes(value) ? value : other;
    const values = seen.get(key) ?? new Set();
    seen.set(key, values);
    if (values.size < row.metricValues) values.add(value);
    return values.has(value) ? value : other;
  };
  return {
    process(incoming: Attributes, from?: Context): Attributes {
      if (from === undefined) return incoming; // an observable instrument
      const found = allowed(from, 'metric');
      if (found.length === 0) return incoming;
      return { ...incoming, ...Object.fromEntries(found.map(([key, value]) => [key, bounded(key, value)])) };
    },
  };
}
