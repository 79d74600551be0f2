/** Largest x that countPrimes takes: 0.8 s there, and every quotient of the computation is exact in a double. */
export const maxCounted = 11n * 10n ** 12n;

/**
 * π(x), the number of primes ≤ x, by Legendre's formula evaluated over the quotients x/n (Lucy_Hedgehog's method,
 * restricted to odd numbers whose factors are not yet used up). It sieves nothing above √x, so it is a check of a
 * sieve by other means. Time O(x^¾ / log x), memory O(√x).
 * @param poll is called every few milliseconds and may throw, which ends the count
 * @throws {RangeError} if x is negative or exceeds maxCounted
 * @see docs/primes.md, "Counting without sieving"
 */
export function countPrimes(x: bigint, poll: () => void = () => {}): bigint {
  if (x < 0n || x > maxCounted) throw new RangeError(`${x} is not between 0 and ${maxCounted}`);
  if (x < 3n) return x < 2n ? 0n : 1n;
  const table = new QuotientTable(Number(x));
  table.sieveByPrimesToFourthRoot(poll);
  return BigInt(table.countByPairsOfRoughs(poll));
}

/**
 * Counts of the odd numbers ≤ v that have no factor among the primes used so far, for every v = ⌊x/n⌋.
 * `small[i]` counts those in 3..2i+1; `large[k]` those up to x / rough[k].
 */
class QuotientTable {
  readonly #x: number;
  readonly #root: number;
  readonly #small: Int32Array;
  readonly #rough: Int32Array;
  readonly #large: Float64Array;
  #roughs: number;
  /** Odd primes used so far. */
  #used = 0;

  constructor(x: number) {
    this.#x = x;
    this.#root = Math.floor(Math.sqrt(x));
    this.#roughs = (this.#root + 1) >> 1;
    // Mapped, as `from` goes through a list of numbers of several times their size.
    this.#small = new Int32Array(this.#roughs).map((_, i) => i);
    this.#rough = this.#small.map((i) => 2 * i + 1);
    this.#large = new Float64Array(this.#roughs).map((_, i) =>
      Math.floor((Math.floor(x / (2 * i + 1)) - 1) / 2),
    );
  }

  sieveByPrimesToFourthRoot(poll: () => void): void {
    const skipped = new Uint8Array(this.#root + 1);
    for (let p = 3; p ** 4 <= this.#x; p += 2) {
      if (skipped[p]) continue;
      poll();
      skipped[p] = 1;
      for (let multiple = p * p; multiple <= this.#root; multiple += 2 * p) skipped[multiple] = 1;
      this.#removeFromLarge(p, skipped);
      this.#removeFromSmall(p);
      this.#used++;
    }
  }

  #removeFromLarge(p: number, skipped: Uint8Array): void {
    const [small, rough, large, used] = [this.#small, this.#rough, this.#large, this.#used];
    let kept = 0;
    for (let k = 0; k < this.#roughs; k++) {
      const n = rough[k] ?? 0;
      if (skipped[n]) continue;
      const divisor = n * p;
      const divided =
        divisor <= this.#root
          ? large[(small[divisor >> 1] ?? 0) - used]
          : small[(Math.floor(this.#x / divisor) - 1) >> 1];
      large[kept] = (large[k] ?? 0) - (divided ?? 0) + used;
      rough[kept++] = n;
    }
    this.#roughs = kept;
  }

  #removeFromSmall(p: number): void {
    const small = this.#small;
    let i = (this.#root - 1) >> 1;
    for (let j = (Math.floor(this.#root / p) - 1) | 1; j >= p; j -= 2) {
      const removed = (small[j >> 1] ?? 0) - this.#used;
      for (const end = (j * p) >> 1; i >= end; i--) small[i] = (small[i] ?? 0) - removed;
    }
  }

  /** What is left has at most two prime factors: subtracts the products of two from the roughs ≤ x. */
  countByPairsOfRoughs(poll: () => void): number {
    const [small, rough, large, roughs, used] = [
      this.#small,
      this.#rough,
      this.#large,
      this.#roughs,
      this.#used,
    ];
    let count = (large[0] ?? 0) + ((roughs + 2 * (used - 1)) * (roughs - 1)) / 2;
    for (let k = 1; k < roughs; k++) count -= large[k] ?? 0;
    for (let l = 1; l < roughs; l++) {
      const q = rough[l] ?? 1;
      const quotient = Math.floor(this.#x / q);
      const end = (small[(Math.floor(quotient / q) - 1) >> 1] ?? 0) - used;
      if (end < l + 1) break;
      if (l % 16 === 0) poll();
      for (let k = l + 1; k <= end; k++)
        count += small[(Math.floor(quotient / (rough[k] ?? 1)) - 1) >> 1] ?? 0;
      count -= (end - l) * (used + l - 1);
    }
    return count + 1;
  }
}
