import type { Attributes, Context } from '@opentelemetry/api';
import type { IAttributesProcessor } from '@opentelemetry/sdk-metrics';
import { names } from '../names/names.ts';
import { allowedEntries } from './allowed-baggage.ts';
import { namedTenants, rowOf } from './rules.ts';

/** What later values become when a key has had its share of different ones. */
const other = 'other';

/**
 * Adds allowed baggage to what synchronous instruments record. Callers choose the values, so the table bounds how many
 * different ones of each key are shown.
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
      const found = allowedEntries(from, 'metric');
      if (found.length === 0) return incoming;
      return { ...incoming, ...Object.fromEntries(found.map(([key, value]) => [key, bounded(key, value)])) };
    },
  };
}
