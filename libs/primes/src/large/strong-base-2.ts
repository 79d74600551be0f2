import { Montgomery } from './montgomery.ts';
import { MAX_NATIVE_BITS, MIN_NATIVE_BITS, nativePowerOf2 } from './power-of-2.ts';

const ONE = 49;

/** Whether odd n > 3 is a strong probable prime to base 2: each prime is. */
export function isStrongProbablePrimeBase2(n: bigint): boolean {
  const binary = (n - 1n).toString(2);
  const odd = binary.lastIndexOf('1') + 1;
  const isNative = binary.length >= MIN_NATIVE_BITS && binary.length <= MAX_NATIVE_BITS;
  const exponent = n >> BigInt(binary.length - odd);
  let residue = isNative ? nativePowerOf2(exponent, n) : powerOf2(binary.slice(0, odd), n);
  if (residue === 1n || residue === n - 1n) return true;
  for (let i = odd + 1; i < binary.length; i++) {
    residue = (residue * residue) % n;
    if (residue === n - 1n) return true;
  }
  return false;
}

/** 2^exponent mod odd n, the exponent in binary: a squaring a digit, and for each 1 a doubling. */
function powerOf2(exponent: string, n: bigint): bigint {
  const field = new Montgomery(n);
  const twiceN = n << 1n;
  let power = field.one << 1n;
  for (let i = 1; i < exponent.length; i++) {
    power = field.reduce(power * power);
    if (exponent.charCodeAt(i) !== ONE) continue;
    power <<= 1n;
    if (power >= twiceN) power -= twiceN;
  }
  return field.canonical(field.reduce(field.canonical(power)));
}
