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

/** What a key is made of: `token` of https://www.rfc-editor.org/rfc/rfc7230#section-3.2.6 */
const token = /^[\w!#$%&'*+.^`|~-]+$/;

/** Whether a key can stand in the header, where it is neither encoded nor decoded. */
export function isKey(text: string): boolean {
  return token.test(text);
}

/** The members of all headers, as they were sent. */
export function membersOf(headers: readonly string[]): string[] {
  return headers.flatMap((header) => header.split(','));
}

/**
 * Splits a member into its key and its decoded value; a value that cannot be decoded is undefined. Properties, after `;`,
 * are left out: the table has no rows for them.
 */
export function splitMember(member: string): { key: string; value: string | undefined } {
  const [, key = '', value = ''] = /^([^=;]*)=([^;]*)/.exec(member) ?? [];
  return { key: key.trim(), value: decode(value.trim()) };
}

/**
 * Decodes percent-encoded octets. Those that are no UTF-8 become U+FFFD; a `%` that begins none is an error.
 * @see https://www.w3.org/TR/baggage/#value
 */
function decode(text: string): string | undefined {
  if (/%(?![\da-f]{2})/i.test(text)) return undefined;
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (octets) =>
    Buffer.from(octets.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Encodes a value for the header. Half of a surrogate pair becomes U+FFFD. */
export function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed());
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
    const { key, value } = splitMember(entry);
    if (!budget.take(entry)) drop(key, 'limit');
    else if (!isKey(key) || !value) drop(key, 'malformed');
    else {
      const reason = reasonToDrop(key, value);
      if (reason === undefined) entries.set(key, { value });
      else drop(key, reason);
    }
  }
  return Object.fromEntries(entries);
}
