import { integerRoot } from '../numbers/small-primes.ts';
import { Montgomery } from './montgomery.ts';
import { stepsPerPoll } from './strong-probable-prime.ts';

/**
 * Whether odd n > 3 is an extra strong Lucas probable prime: V-sequence with Q = 1 and the least P ≥ 3 for which
 * P² − 4 is no square mod n. Every prime is; no composite is known that is also a strong probable prime to base 2
 * (Baillie–PSW). With Q = 1 a step takes two products: V_2k = V_k² − 2, V_2k+1 = V_k·V_k+1 − P.
 * @see J. Grantham, Frobenius pseudoprimes, Math. Comp. 70 (2001); R. Baillie and S. Wagstaff, Lucas pseudoprimes (1980)
 */
export function isExtraStrongLucasProbablePrime(n: bigint, poll: () => void): boolean {
  const p = parameter(n);
  if (p === undefined) return false;
  const field = new Montgomery(n);
  const two = field.canonical(field.one << 1n);
  const first = field.toMontgomery(p);
  const binary = (n + 1n).toString(2);
  const odd = binary.lastIndexOf('1') + 1;
  let v = first; // V_k
  let w = normal(field.canonical(field.reduce(first * first)) - two, n); // V_k+1
  for (let i = 1; i < odd; i++) {
    if (i % stepsPerPoll === 0) poll();
    const cross = normal(field.canonical(field.reduce(v * w)) - first, n);
    if (binary.charCodeAt(i) === one) {
      w = normal(field.canonical(field.reduce(w * w)) - two, n);
      v = cross;
    } else {
      v = normal(field.canonical(field.reduce(v * v)) - two, n);
      w = cross;
    }
  }
  // V_d = ±2 with U_d = 0, that is V_d·P = 2·V_d+1.
  if (v === two || v === n - two) {
    const left = field.canonical(field.reduce(v * first));
    if (left === field.canonical(field.reduce(w * two))) return true;
  }
  for (let i = odd; i < binary.length; i++) {
    if (i % stepsPerPoll === 0) poll();
    if (v === 0n) return true;
    v = normal(field.canonical(field.reduce(v * v)) - two, n);
  }
  return false;
}

const one = 49;

function normal(x: bigint, n: bigint): bigint {
  return x < 0n ? x + n : x;
}

/** The least P ≥ 3 with Jacobi symbol (P² − 4 | n) = −1; undefined if the search shows n to be composite. */
function parameter(n: bigint): bigint | undefined {
  for (let p = 3n; ; p++) {
    const discriminant = p * p - 4n;
    const symbol = jacobi(discriminant % n, n);
    if (symbol === -1) return p;
    if (symbol === 0 && discriminant % n !== 0n) return undefined;
    // No P exists for a square; they are rare, so look only when the search gets long.
    if (p === 30n && integerRoot(n) ** 2n === n) return undefined;
  }
}

/** Jacobi symbol (a | n) for odd n > 0, 0 ≤ a < n. */
function jacobi(a: bigint, n: bigint): -1 | 0 | 1 {
  let top = a;
  let bottom = n;
  let sign: -1 | 1 = 1;
  while (top !== 0n) {
    while ((top & 1n) === 0n) {
      top >>= 1n;
      const eighth = bottom & 7n;
      if (eighth === 3n || eighth === 5n) sign = sign === 1 ? -1 : 1;
    }
    [top, bottom] = [bottom, top];
    if ((top & 3n) === 3n && (bottom & 3n) === 3n) sign = sign === 1 ? -1 : 1;
    top %= bottom;
  }
  return bottom === 1n ? sign : 0;
}
