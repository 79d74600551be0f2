import { maxDigits } from './digits.ts';

const termPattern = /^(\d+)(?:(e\+?|\^)(\d+))?$/i;
/** A sign between terms: that of an exponent belongs to it. */
const signPattern = /(?<!\de)([+-])/i;
/** An upper bound of log10(2), to bound the digits of a power before it is computed. */
const log102 = 0.30103;

/** How people write numbers, for messages. */
export const numberForms = '1000000, 1_000_000, 1e12, 1e+12, 10^12 or 2^40-87';

/**
 * Reads a number in one of these forms, or a sum of them.
 * @throws {SyntaxError} if it is none of these
 * @throws {RangeError} if it is negative or has more than maxDigits digits
 */
export function parseNumber(text: string): bigint {
  const compact = text.trim().replaceAll(/(?<=\d)_(?=\d)/g, '');
  const negative = compact.startsWith('-');
  let sign = 1n;
  let total = 0n;
  for (const token of (negative ? compact.slice(1) : compact).split(signPattern)) {
    if (token === '+') sign = 1n;
    else if (token === '-') sign = -1n;
    else total += sign * parseTerm(token, text);
  }
  if (negative || total < 0n) throw new RangeError(`number ${shorten(text)} is below 0`);
  return total;
}

function parseTerm(term: string, text: string): bigint {
  const [, mantissa, operator, exponent] = termPattern.exec(term) ?? [];
  if (mantissa === undefined) {
    throw new SyntaxError(`${JSON.stringify(shorten(text))} is not a number: write ${numberForms}`);
  }
  if (mantissa.length > maxDigits) throw tooLong(text);
  const value = BigInt(mantissa);
  if (operator === undefined || exponent === undefined) return value;
  const base = operator === '^' ? value : 10n;
  // A power of a number of b bits has at least (b - 1)·exponent bits: refuse before it fills the memory.
  const bits = (base.toString(2).length - 1) * Number(exponent);
  if (bits * log102 > maxDigits + 1) throw tooLong(text);
  const power = base ** BigInt(exponent);
  const result = operator === '^' ? power : value * power;
  if (result >= 10n ** BigInt(maxDigits)) throw tooLong(text);
  return result;
}

function tooLong(text: string): RangeError {
  return new RangeError(`number ${shorten(text)} has more than ${maxDigits} digits`);
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
