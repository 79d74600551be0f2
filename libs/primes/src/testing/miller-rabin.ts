/** Bases that make the strong test a proof below 2^64. Jim Sinclair 2011, https://miller-rabin.appspot.com */
const basesTo64Bits = [2n, 325n, 9375n, 28178n, 450775n, 9780504n, 1795265022n];
const trialPrimes = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n];
const provenBelow = 2n ** 64n;

/**
 * Whether n is prime, by seven strong tests. The oracle of tests: the kernel has its own.
 * @throws {RangeError} if n ≥ 2^64, where the seven bases prove nothing
 */
export function isPrime(n: bigint): boolean {
  if (n >= provenBelow) throw new RangeError(`${n} is not below 2^64`);
  if (n < 2n) return false;
  for (const prime of trialPrimes) if (n % prime === 0n) return n === prime;
  return basesTo64Bits.every((base) => isStrongProbablePrime(n, base));
}

/** Whether odd n > 2 passes the strong test to a base: every prime does, a composite to at most a quarter of the bases. */
function isStrongProbablePrime(n: bigint, base: bigint): boolean {
  const reduced = base % n;
  if (reduced === 0n) return true;
  let odd = n - 1n;
  let twos = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) twos++;
  let power = powerMod(reduced, odd, n);
  if (power === 1n || power === n - 1n) return true;
  for (let i = 1; i < twos; i++) {
    power = (power * power) % n;
    if (power === n - 1n) return true;
  }
  return false;
}

function powerMod(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
