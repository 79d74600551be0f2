import { Montgomery } from './montgomery.ts';
import { maxNativeBits, minNativeBits, nativePowerOf2 } from './power-of-2.ts';

const one = 49;

/** Steps between two polls for cancellation: 12 ms for numbers of 20 000 digits, and no cost for those of 20. */
export const stepsPerPoll = 16;

/** Whether odd n > 3 is a strong probable prime to base 2. Every prime is. */
export function isStrongProbablePrime(n: bigint, poll: () => void): boolean {
  const binary = (n - 1n).toString(2);
  const odd = binary.lastIndexOf('1') + 1;
  const isNative = binary.length >= minNativeBits && binary.length <= maxNativeBits;
  const exponent = n >> BigInt(binary.length - odd);
  poll();
  let residue = isNative ? nativePowerOf2(exponent, n) : powerOf2(binary.slice(0, odd), n, poll);
  if (residue === 1n || residue === n - 1n) return true;
  for (let i = odd + 1; i < binary.length; i++) {
    if (i % stepsPerPoll === 0) poll();
    residue = (residue * residue) % n;
    if (residue === n - 1n) return true;
  }
  return false;
}

/** 2^exponent mod odd n, by a squaring for each binary digit and a doubling for each 1. */
function powerOf2(exponent: string, n: bigint, poll: () => void): bigint {
  const field = new Montgomery(n);
  const twiceN = n << 1n;
  let result = field.one << 1n;
  for (let i = 1; i < exponent.length; i++) {
    if (i % stepsPerPoll === 0) poll();
    result = field.reduce(result * result);
    if (exponent.charCodeAt(i) !== one) continue;
    result <<= 1n;
    if (result >= twiceN) result -= twiceN;
  }
  return field.canonical(field.reduce(field.canonical(result)));
}
