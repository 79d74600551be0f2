/**
 * Arithmetic modulo an odd n in Montgomery form: x stands for x·R mod n, R = 2^bits, so that a product is reduced by two
 * multiplications and a shift instead of a division.
 * @see P. Montgomery, Modular multiplication without trial division, Math. Comp. 44 (1985)
 */
export class Montgomery {
  readonly n: bigint;
  /** 1 in Montgomery form. */
  readonly one: bigint;
  readonly #bits: number;
  readonly #shift: bigint;
  readonly #inverse: bigint;

  constructor(n: bigint) {
    this.n = n;
    // n < R/4 leaves values below 2n unreduced between steps; whole 64-bit digits make the truncations cheap.
    this.#bits = Math.ceil((n.toString(16).length * 4 + 2) / 64) * 64;
    this.#shift = BigInt(this.#bits);
    this.#inverse = negativeInverse(n, this.#bits);
    this.one = (1n << this.#shift) % n;
  }

  /** Product / R, below 2n if the product is below 4n². */
  reduce(product: bigint): bigint {
    const low = BigInt.asUintN(this.#bits, product);
    const multiple = BigInt.asUintN(this.#bits, low * this.#inverse);
    return (product + multiple * this.n) >> this.#shift;
  }

  /** Into 0..n−1, from below 2n. */
  canonical(x: bigint): bigint {
    return x >= this.n ? x - this.n : x;
  }

  toMontgomery(x: bigint): bigint {
    return (x << this.#shift) % this.n;
  }
}

/** −n^−1 mod 2^bits, by Newton's iteration: each step doubles the bits that are right. */
function negativeInverse(n: bigint, bits: number): bigint {
  let inverse = 1n;
  for (let right = 1; right < bits;) {
    right = Math.min(2 * right, bits);
    inverse = BigInt.asUintN(right, inverse * (2n - BigInt.asUintN(right, n) * inverse));
  }
  return BigInt.asUintN(bits, -inverse);
}
