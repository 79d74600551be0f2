/** The primes ≤ limit, ascending, by a sieve of the odd numbers. Time O(n log log n), memory limit/2 bytes. */
export function smallPrimes(limit: number): Uint32Array {
  if (limit < 2) return new Uint32Array(0);
  const half = (limit + 1) >> 1;
  const composite = new Uint8Array(half);
  for (let i = 1; 2 * i * (i + 1) < half; i++) {
    if (composite[i]) continue;
    const prime = 2 * i + 1;
    for (let j = 2 * i * (i + 1); j < half; j += prime) composite[j] = 1;
  }
  const primes = new Uint32Array(composite.reduce((count, flag) => count - flag, half));
  primes[0] = 2;
  for (let i = 1, next = 1; i < half; i++) if (!composite[i]) primes[next++] = 2 * i + 1;
  return primes;
}

/** ⌊√n⌋, exact for n of any size, by Newton's method from above. */
export function integerRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
