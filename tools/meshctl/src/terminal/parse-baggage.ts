import { UsageError } from './command-error.ts';

/**
 * A baggage key is a token of RFC 7230.
 * @see https://www.w3.org/TR/baggage/#key
 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Limits of the W3C propagator, which silently drops what exceeds them. */
const maxEntries = 180;
const maxEntryBytes = 4_096;
const maxTotalBytes = 8_192;

/**
 * Reads `--baggage key=value` entries, within the limits of the propagator.
 * @throws {UsageError} naming the entry and the rule it breaks
 */
export function parseBaggage(entries: readonly string[]): Record<string, string> {
  if (entries.length > maxEntries) {
    throw new UsageError(`--baggage was given ${entries.length} times, at most ${maxEntries} pass`);
  }
  let totalBytes = 0;
  const baggage = parseEntries(entries);
  for (const [key, value] of baggage) {
    const bytes = key.length + 1 + encodeURIComponent(value).length;
    if (bytes > maxEntryBytes) {
      throw new UsageError(`--baggage ${key} takes ${bytes} bytes, at most ${maxEntryBytes} pass`);
    }
    totalBytes += bytes + 1;
  }
  if (totalBytes > maxTotalBytes) {
    throw new UsageError(`--baggage takes ${totalBytes} bytes together, at most ${maxTotalBytes} pass`);
  }
  return Object.fromEntries(baggage);
}

/**
 * Reads `--baggage key=value` entries without limits.
 * @throws {UsageError} naming the entry and the rule it breaks
 */
export function parseEntries(entries: readonly string[]): Map<string, string> {
  const baggage = new Map<string, string>();
  for (const entry of entries) {
    const [key, value] = parseEntry(entry);
    if (baggage.has(key)) throw new UsageError(`--baggage ${key} was given twice`);
    baggage.set(key, value);
  }
  return baggage;
}

function parseEntry(entry: string): [key: string, value: string] {
  const shown = JSON.stringify(entry.length > 80 ? `${entry.slice(0, 80)}…` : entry);
  const separator = entry.indexOf('=');
  if (separator < 0) throw new UsageError(`--baggage ${shown} must be key=value`);
  const key = entry.slice(0, separator);
  const value = entry.slice(separator + 1);
  if (!token.test(key)) {
    throw new UsageError(
      `--baggage ${shown} has a key that is no token: letters, digits and !#$%&'*+-.^_\`|~`,
    );
  }
  if (value === '') throw new UsageError(`--baggage ${shown} has no value, and empty values do not travel`);
  return [key, value];
}
