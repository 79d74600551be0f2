import { wheelResidues } from '../block/range.ts';
import { smallPrimes } from '../numbers/small-primes.ts';
import type { Arena, Scratch } from './arena.ts';

/** Primes up to this one are crossed off by the patterns of assembly/presieve.ts. */
export const patternLimit = 97;

/**
 * Base primes up to this one are small: their places are kept from L1 block to L1 block. Chosen by measurement: 4000 to
 * 12000 are within 3 % on [0, 10^9) and [10^12, +10^9).
 */
export const smallLimit = 10_000;

/**
 * Base primes up to this one are medium. Their first multiple in a block is found by a division (5 ns); they have at
 * least four multiples in a block of 2 MiB. Larger ones go to the lane.
 */
export const mediumLimit = 2 ** 22;

/** The base primes (97, limit] of a thread in its scratch memory, by class; grown on demand. */
export class BasePrimes {
  readonly #words: Uint32Array;
  readonly #scratch: Scratch;
  #limit = patternLimit;

  constructor({ memory }: Arena, scratch: Scratch) {
    this.#words = new Uint32Array(memory.buffer);
    this.#scratch = scratch;
  }

  /** Makes sure that the primes ≤ limit ≤ mediumLimit are there; takes 15 ms for all of them. */
  reach(limit: number): void {
    if (limit <= this.#limit) return;
    // Doubling, so that the primes are seldom found anew.
    this.#limit = Math.min(mediumLimit, Math.max(limit, 2 * this.#limit));
    const counts = new Uint32Array(8);
    for (const prime of smallPrimes(this.#limit)) {
      if (prime <= patternLimit) continue;
      const index = classOfResidue[prime % 30] ?? 0;
      const address = (this.#scratch.classes[index] ?? 0) + 4 * (counts[index] ?? 0);
      this.#words[address / 4] = Math.floor(prime / 30);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    for (const [index, address] of this.#scratch.classes.entries()) {
      this.#words.set([address, counts[index] ?? 0], this.#scratch.header / 4 + 2 * index);
    }
  }
}

const classOfResidue = new Uint8Array(30);
for (const [index, residue] of wheelResidues.entries()) classOfResidue[residue] = index;
