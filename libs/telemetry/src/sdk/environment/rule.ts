import { otlpEndpointForms, parseOtlpEndpoint, type OtlpEndpoint } from '@prime-mesh/config';
import { readFileSync } from 'node:fs';

/** How the value of one variable is read. */
export interface Rule<T> {
  /** Completes the sentence "… is not". */
  readonly expected: string;
  /** Returns the parsed value, or undefined when it is broken. */
  readonly parse: (raw: string) => T | undefined;
}

/** A list with commas: the rule holds for each entry, and broken ones are left out. */
export interface ListRule<T> extends Rule<T> {
  readonly isList: true;
}

/** The longest delay that a timer of Node takes, in ms. */
const longestDelayMs = 2 ** 31 - 1;

/** A count, a size or a time in ms. */
export function positiveInteger(): Rule<number> {
  const parse = (raw: string): number | undefined => {
    const value = Number(raw);
    return Number.isInteger(value) && value >= 1 && value <= longestDelayMs ? value : undefined;
  };
  return { expected: `an integer from 1 to ${longestDelayMs}`, parse };
}

/** One of some words, in any case. */
export function oneOf<const T extends string>(...values: T[]): Rule<T> {
  return {
    expected: `one of ${values.join(', ')}`,
    parse: (raw) => values.find((value) => value === raw.toLowerCase()),
  };
}

/** Entries that each follow a rule. */
export function listOf<T>(rule: Rule<T>): ListRule<T> {
  return { ...rule, isList: true };
}

/** Text that is kept as it is. */
export function text(expected: string, accepts: (raw: string) => boolean): Rule<string> {
  return { expected, parse: (raw) => (accepts(raw) ? raw : undefined) };
}

/** The path of a file, kept as it is. */
export function readableFile(): Rule<string> {
  return text('a readable file', (path) => {
    try {
      readFileSync(path);
      return true;
    } catch {
      return false;
    }
  });
}

/** A resource attribute, `key=value`. */
export function attribute(): Rule<string> {
  return text(
    'key=value, percent-encoded',
    (pair) => /^[^=]*[^=\s][^=]*=[^=]*$/.test(pair) && isDecodable(pair),
  );
}

/** A header, `key=value`, that grpc-js takes as metadata; on any other it throws. */
export function header(): Rule<string> {
  return text(
    'key=value, percent-encoded, of visible ASCII',
    (pair) => isDecodable(pair) && /^[\w.-]+(?<!-bin)\s*=[ -~]*$/.test(decodeURIComponent(pair)),
  );
}

/** An endpoint with or without a scheme. */
export function endpoint(): Rule<OtlpEndpoint> {
  return { expected: otlpEndpointForms, parse: parseOtlpEndpoint };
}

function isDecodable(raw: string): boolean {
  try {
    decodeURIComponent(raw);
    return true;
  } catch {
    return false;
  }
}
