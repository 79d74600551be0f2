import { Montgomery } from './montgomery.ts';
import { maxNativeBits, minNativeBits, nativePowerOf2 } from './power-of-2.ts';

const one = 49;

/** Whether odd n > 3 is a strong probable prime to the base. Every prime is. */
export function isStrongProbablePrime(n: bigint, base: 2n | 3n): boolean {
  const binary = (n - 1n).toString(2);
  const odd = binary.lastIndexOf('1') + 1;
  const isNative = base === 2n && binary.length >= minNativeBits && binary.length <= maxNativeBits;
  const exponent = n >> BigInt(binary.length - odd);
  let residue = isNative ? nativePowerOf2(exponent, n) : power(base, binary.slice(0, odd), n);
  if (residue === 1n || residue === n - 1n) return true;
  for (let i = odd + 1; i < binary.length; i++) {
    residue = (residue * residue) % n;
    if (residue === n - 1n) return true;
  }
  return false;
}

/** The power base^exponent mod odd n, by a squaring for each binary digit and a product with the base for each 1. */
function power(base: bigint, exponent: string, n: bigint): bigint {
  const field = new Montgomery(n);
  const twiceN = n << 1n;
  let result = field.one * base;
  while (result >= twiceN) result -= twiceN;
  for (let i = 1; i < exponent.length; i++) {
    result = field.reduce(result * result);
    if (exponent.charCodeAt(i) !== one) continue;
    result *= base;
    while (result >= twiceN) result -= twiceN;
  }
  return field.canonical(field.reduce(field.canonical(result)));
}
