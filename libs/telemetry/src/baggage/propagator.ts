import {
  propagation,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { countDropped } from './count-dropped.ts';
import { encode, HeaderBudget, isKey, parseHeaders } from './header.ts';

const headerName = 'baggage';

/**
 * Carries baggage in the W3C header. Unlike OpenTelemetry's own propagator, it reads only what the table of keys
 * allows, and counts what it drops, once for each carrier however often that is read.
 */
export class BaggagePropagator implements TextMapPropagator {
  readonly #counted = new WeakSet<object>();

  inject(from: Context, carrier: unknown, setter: TextMapSetter): void {
    const baggage = propagation.getBaggage(from);
    if (!baggage || isTracingSuppressed(from)) return;
    const budget = new HeaderBudget();
    const kept = baggage.getAllEntries().flatMap(([key, { value }]) => {
      const entry = `${key}=${encode(value)}`;
      if (isKey(key) && budget.take(entry)) return [entry];
      countDropped(key, isKey(key) ? 'limit' : 'malformed');
      return [];
    });
    if (kept.length > 0) setter.set(carrier, headerName, kept.join(','));
  }

  extract(into: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = getter.get(carrier, headerName) ?? [];
    const headers = typeof header === 'string' ? [header] : header;
    if (headers.length === 0) return into;
    const entries = parseHeaders(headers, this.#isFirstReading(carrier) ? countDropped : () => {});
    if (Object.keys(entries).length === 0) return into;
    return propagation.setBaggage(into, propagation.createBaggage(entries));
  }

  fields(): string[] {
    return [headerName];
  }

  /** The instrumentation reads the metadata of a call; our metrics read it again if the call ends before its handler. */
  #isFirstReading(carrier: unknown): boolean {
    if (typeof carrier !== 'object' || carrier === null) return true;
    if (this.#counted.has(carrier)) return false;
    this.#counted.add(carrier);
    return true;
  }
}
