import { Montgomery } from './montgomery.ts';

/** Whether odd n > 3 is a strong probable prime to base 2: each prime is. */
export function isStrongProbablePrimeBase2(n: bigint): boolean {
  const field = new Montgomery(n);
  const minusOne = n - field.one;
  const binary = (n - 1n).toString(2);
  const odd = binary.lastIndexOf('1') + 1;
  const twiceN = n << 1n;
  let power = field.one << 1n;
  for (let i = 1; i < odd; i++) {
    power = field.reduce(power * power);
    // Doubling multiplies by the base.
    if (binary.charCodeAt(i) !== ONE) continue;
    power <<= 1n;
    if (power >= twiceN) power -= twiceN;
  }
  let residue = field.canonical(power);
  if (residue === field.one || residue === minusOne) return true;
  for (let i = odd + 1; i < binary.length; i++) {
    residue = field.canonical(field.reduce(residue * residue));
    if (residue === minusOne) return true;
  }
  return false;
}

const ONE = 49;
