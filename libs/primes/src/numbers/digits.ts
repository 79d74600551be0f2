/** Numbers of more decimal digits are neither read nor tested. */
export const maxDigits = 20_000;

/** Decimal digits of n. */
export function digitsOf(n: bigint): number {
  return n.toString().length;
}
