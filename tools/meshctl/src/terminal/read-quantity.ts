import { parseNumber } from '@prime-mesh/primes';
import { UsageError } from './command-error.ts';

/**
 * Reads a number such as 1e12, 10^12, 2^40-87 or 1_000_000.
 * @throws {UsageError} naming the option, the value and the bound
 */
export function readNumber(
  name: string,
  text: string,
  { min = 0n, max }: { min?: bigint; max?: bigint } = {},
): bigint {
  const value = parse(name, text);
  if (value < min) throw new UsageError(`${name} ${text} is below ${min}`);
  if (max !== undefined && value > max) throw new UsageError(`${name} ${text} exceeds ${max}`);
  return value;
}

/**
 * Reads seconds in (0, max].
 * @throws {UsageError} naming the option, the value and the bound
 */
export function readSeconds(name: string, text: string, max: number): number {
  return readDecimal(name, text, { max, unit: 'seconds' });
}

/**
 * Reads a decimal in (0, max].
 * @param unit what it counts, for the message
 * @throws {UsageError} naming the option, the value and the bound
 */
export function readDecimal(
  name: string,
  text: string,
  { max, unit }: { max: number; unit: string },
): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value > 0 && value <= max)) {
    throw new UsageError(`${name} ${JSON.stringify(text)} must be ${unit} in (0, ${max}]`);
  }
  return value;
}

function parse(name: string, text: string): bigint {
  try {
    return parseNumber(text);
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
