import {
  propagation,
  type BaggageEntry,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { reasonToDrop, type DropReason } from './rules.ts';
import { countDropped } from './count-dropped.ts';
import { names } from '../names/names.ts';

const headerName = 'baggage';

// The limits of OpenTelemetry's own propagator, which other services run; the W3C asks for 64 entries at least.
const maxEntries = 180;
const maxEntryBytes = 4_096;
const maxBytes = 8_192;

/** Keeps entries that fit, by order. */
class Budget {
  #entries = 0;
  #bytes = 0;

  /** Whether one more fits; if so it is taken into account. */
  take(entry: string): boolean {
    const bytes = this.#bytes + entry.length + (this.#entries === 0 ? 0 : 1);
    if (entry.length > maxEntryBytes || this.#entries === maxEntries || bytes > maxBytes) return false;
    this.#entries++;
    this.#bytes = bytes;
    return true;
  }
}

type Drop = (key: string, reason: DropReason) => void;

/** Reads headers; of entries with one key the last holds. Properties, after `;`, are let go: they have no row. */
function parse(headers: readonly string[], drop: Drop): Record<string, BaggageEntry> {
  const budget = new Budget();
  const entries = new Map<string, BaggageEntry>();
  for (const member of headers.flatMap((header) => header.split(','))) {
    const entry = member.trim();
    if (entry === '') continue;
    const { rawKey, key, value } = splitEntry(entry);
    if (!budget.take(entry)) drop(key ?? rawKey, 'limit');
    else if (!key || !value) drop(key ?? rawKey, 'malformed');
    else {
      const reason = reasonToDrop(key, value);
      if (reason === undefined) entries.set(key, { value });
      else drop(key, reason);
    }
  }
  return Object.fromEntries(entries);
}

function splitEntry(entry: string): { rawKey: string; key: string | undefined; value: string | undefined } {
  const [, rawKey = '', rawValue = ''] = /^([^=;]*)=([^;]*)/.exec(entry) ?? [];
  return { rawKey, key: decode(rawKey.trim()), value: decode(rawValue.trim()) };
}

/**
 * Baggage headers in which the tenant is the one that the caller has proved to be, whatever it claims; without a proof
 * there is none. Another claim is counted as forged.
 */
export function withProvenTenant(headers: readonly string[], tenant: string | undefined): string {
  const name = names.baggage.tenant;
  const others = headers
    .flatMap((header) => header.split(','))
    .filter((entry) => {
      const { key, value } = splitEntry(entry);
      if (key === name && value !== tenant) countDropped(name, 'forged');
      return key !== name;
    });
  // First, so that no limit cuts it off.
  const proven = tenant === undefined ? [] : [`${name}=${encodeURIComponent(tenant)}`];
  return [...proven, ...others].join(',');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Carries baggage in the W3C header. Unlike OpenTelemetry's own, it lets in what the table of keys allows alone, and
 * counts what it drops, once for each carrier, however often that is read.
 */
export class BaggagePropagator implements TextMapPropagator {
  readonly #counted = new WeakSet<object>();

  inject(from: Context, carrier: unknown, setter: TextMapSetter): void {
    const baggage = propagation.getBaggage(from);
    if (!baggage || isTracingSuppressed(from)) return;
    const budget = new Budget();
    const kept = baggage.getAllEntries().flatMap(([key, { value }]) => {
      const entry = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
      if (budget.take(entry)) return [entry];
      countDropped(key, 'limit');
      return [];
    });
    if (kept.length > 0) setter.set(carrier, headerName, kept.join(','));
  }

  extract(into: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = getter.get(carrier, headerName) ?? [];
    const headers = typeof header === 'string' ? [header] : header;
    if (headers.length === 0) return into;
    const entries = parse(headers, this.#isFirstReading(carrier) ? countDropped : () => {});
    if (Object.keys(entries).length === 0) return into;
    return propagation.setBaggage(into, propagation.createBaggage(entries));
  }

  fields(): string[] {
    return [headerName];
  }

  /** The instrumentation reads a call's metadata, and so do our metrics when the call ends before it is handled. */
  #isFirstReading(carrier: unknown): boolean {
    if (typeof carrier !== 'object' || carrier === null) return true;
    if (this.#counted.has(carrier)) return false;
    this.#counted.add(carrier);
    return true;
  }
}
