import type { BaggageEntry } from '@opentelemetry/api';
import { reasonToDrop, type DropReason } from './rules.ts';

// The limits of OpenTelemetry's own propagator, which other services run. W3C asks for at least 64 entries and 8192
// bytes: https://www.w3.org/TR/baggage/#limits
const maxEntries = 180;
const maxEntryBytes = 4_096;
const maxBytes = 8_192;

/** Takes the entries that fit into a header, in their order. */
export class HeaderBudget {
  #entries = 0;
  #bytes = 0;

  /** Takes one more entry if it fits, and returns whether it does. */
  take(entry: string): boolean {
    const bytes = this.#bytes + entry.length + (this.#entries === 0 ? 0 : 1);
    if (entry.length > maxEntryBytes || this.#entries === maxEntries || bytes > maxBytes) return false;
    this.#entries++;
    this.#bytes = bytes;
    return true;
  }
}

/** The members of all headers, as they were sent. */
export function membersOf(headers: readonly string[]): string[] {
  return headers.flatMap((header) => header.split(','));
}

/**
 * Splits a member into key and value, percent-decoded; undefined where that fails. Properties, after `;`, are left out:
 * the table has no rows for them.
 */
export function splitMember(member: string): {
  rawKey: string;
  key: string | undefined;
  value: string | undefined;
} {
  const [, rawKey = '', rawValue = ''] = /^([^=;]*)=([^;]*)/.exec(member) ?? [];
  return { rawKey, key: decode(rawKey.trim()), value: decode(rawValue.trim()) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Reads the entries that the table allows. Of several with one key the last counts. */
export function parseHeaders(
  headers: readonly string[],
  drop: (key: string, reason: DropReason) => void,
): Record<string, BaggageEntry> {
  const budget = new HeaderBudget();
  const entries = new Map<string, BaggageEntry>();
  for (const member of membersOf(headers)) {
    const entry = member.trim();
    if (entry === '') continue;
    const { rawKey, key, value } = splitMember(entry);
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
