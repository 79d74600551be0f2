import { context, propagation, type Attributes, type Context } from '@opentelemetry/api';
import type { LogRecordProcessor, SdkLogRecord } from '@opentelemetry/sdk-logs';
import type { IAttributesProcessor } from '@opentelemetry/sdk-metrics';
import { baggageRows } from './names/baggage.ts';
import type { BaggageRow } from './names/row.ts';

/** Where a baggage entry may be recorded. */
export type Destination = BaggageRow['to'][number];

const rows: readonly BaggageRow[] = Object.values(baggageRows);
const exact = new Map(rows.filter((row) => !row.name.endsWith('.')).map((row) => [row.name, row]));
const families = rows.filter((row) => row.name.endsWith('.'));

function rowOf(key: string): BaggageRow | undefined {
  return exact.get(key) ?? families.find((row) => key.startsWith(row.name) && key.length > row.name.length);
}

/** Whether entries of this key may be recorded there. */
export function isAllowed(key: string, destination: Destination): boolean {
  return rowOf(key)?.to.includes(destination) ?? false;
}

function entries(from: Context, keep: (key: string) => boolean): [string, string][] {
  const all = propagation.getBaggage(from)?.getAllEntries() ?? [];
  return all.filter(([key]) => keep(key)).map(([key, { value }]) => [key, value]);
}

/** The entries of the baggage whose keys are in the table. */
export function allowedBaggage(from: Context = context.active()): Record<string, string> {
  return Object.fromEntries(entries(from, (key) => rowOf(key) !== undefined));
}

/** Copies allowed baggage to log records, as BaggageSpanProcessor does to spans. Must precede the batch processor. */
export const baggageLogRecordProcessor: LogRecordProcessor = {
  onEmit(record: SdkLogRecord, from: Context = context.active()): void {
    for (const [key, value] of entries(from, (name) => isAllowed(name, 'log')))
      record.setAttribute(key, value);
  },
  async forceFlush() {},
  async shutdown() {},
};

/** What a value becomes when its key has had its share of different values. */
const OTHER = 'other';

/**
 * Adds allowed baggage to what synchronous instruments record. A caller chooses the values, so each key lets only its
 * bounded number of different ones through.
 */
export function baggageAttributesProcessor(): IAttributesProcessor {
  const seen = new Map<string, Set<string>>();
  const bounded = (key: string, value: string): string => {
    const row = rowOf(key);
    if (row === undefined) return OTHER;
    if (typeof row.values !== 'string') return row.values.includes(value) ? value : OTHER;
    const values = seen.get(key) ?? new Set();
    seen.set(key, values);
    if (values.size < row.metricValues) values.add(value);
    return values.has(value) ? value : OTHER;
  };
  return {
    process(incoming: Attributes, from?: Context): Attributes {
      if (from === undefined) return incoming; // an observable instrument
      const found = entries(from, (key) => isAllowed(key, 'metric'));
      if (found.length === 0) return incoming;
      return { ...incoming, ...Object.fromEntries(found.map(([key, value]) => [key, bounded(key, value)])) };
    },
  };
}
