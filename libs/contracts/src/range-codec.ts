import type { Range } from './generated/primemesh/v1/Range.ts';
import { InvalidMessageError } from './invalid-message-error.ts';
import { maxDigits } from './limits.ts';

/**
 * Decimal string → integer.
 * @throws {InvalidMessageError} naming the field, the value and the bound
 */
export function decodeInteger(text: string, field: string): bigint {
  if (text.length > maxDigits) {
    throw new InvalidMessageError(`${field} of ${text.length} digits exceeds ${maxDigits} digits`, field);
  }
  if (!/^[0-9]+$/.test(text)) {
    throw new InvalidMessageError(
      `${field} ${JSON.stringify(text.slice(0, 40))} is not a decimal integer ≥ 0`,
      field,
    );
  }
  return BigInt(text);
}

/**
 * Range on the wire → half-open range of integers.
 * @throws {InvalidMessageError} when it is absent, not of integers, or empty
 */
export function decodeRange(range: Range | null | undefined): { from: bigint; to: bigint } {
  if (!range) throw new InvalidMessageError('range is required', 'range');
  const from = decodeInteger(range.from, 'range.from');
  const to = decodeInteger(range.to, 'range.to');
  if (from >= to) {
    throw new InvalidMessageError(
      `range.from ${range.from} must be below range.to ${range.to}`,
      'range.from',
    );
  }
  return { from, to };
}

/** Half-open range of integers → range on the wire. */
export function encodeRange({ from, to }: { from: bigint; to: bigint }): Range {
  return { from: from.toString(), to: to.toString() };
}
