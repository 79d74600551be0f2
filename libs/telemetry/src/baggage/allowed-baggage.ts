import { context, propagation, type Context } from '@opentelemetry/api';
import type { BaggageRow } from '../names/row.ts';
import { reasonToDrop, rowOf } from './rules.ts';

/** Where a baggage entry may be recorded. */
type Destination = BaggageRow['to'][number];

/** The entries that the table allows, for one destination or any. Baggage that was set in this process is checked too. */
export function allowedEntries(from: Context, destination?: Destination): [string, string][] {
  const all = propagation.getBaggage(from)?.getAllEntries() ?? [];
  return all.flatMap(([key, { value }]): [string, string][] => {
    if (reasonToDrop(key, value) !== undefined) return [];
    return destination === undefined || rowOf(key)?.to.includes(destination) ? [[key, value]] : [];
  });
}

/** The baggage that the table allows, by key. */
export function allowedBaggage(from: Context = context.active()): Record<string, string> {
  return Object.fromEntries(allowedEntries(from));
}
