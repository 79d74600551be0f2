import { pollOf } from '../block/cancelled-error.ts';
import { checksum } from '../block/checksum.ts';
import { assertChecksum, CorruptBlockError } from '../block/corrupt-block-error.ts';
import { decodePrimes } from '../block/decode-primes.ts';
import { type BlockFacts, factsOf, mergeFacts, noFacts } from '../block/facts.ts';
import {
  bitmapLength,
  blockBase,
  checkRange,
  clipToRange,
  numbersPerByte,
  type Range,
} from '../block/range.ts';
import { sampleBits } from '../block/sample-bits.ts';
import { type Arena, slotBytes } from '../kernel/arena.ts';
import type { ExtractOptions, Kernel, TransformOptions, VerifyOptions } from '../kernel/kernel.ts';
import { splitLimit } from '../kernel/split-limit.ts';
import { sieveWindow } from './sieve-window.ts';
import { isExtraStrongLucasProbablePrime } from './strong-lucas.ts';
import { isStrongProbablePrime } from './strong-probable-prime.ts';
import { checkWindow } from './window.ts';

/** Samples of clear bits: most have a small factor, and each test costs as much as the transformer's. */
const maxSamples = 2;

/** The kernel of windows that reach beyond maxSieved: Baillie–PSW, split over transform and verify. */
export class LargeKernel implements Kernel {
  readonly #arena: Arena;

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  extract(slot: number, range: Range, { sieveLimit, isCancelled }: ExtractOptions) {
    const bitmap = this.#open(slot, range);
    bitmap.fill(0xff);
    clipToRange(bitmap, range);
    sieveWindow(bitmap, blockBase(range.from), sieveLimit, pollOf(isCancelled));
    return { checksum: checksum(bitmap), candidates: population(bitmap) };
  }

  transform(slot: number, range: Range, options: TransformOptions) {
    const { stopAfter = Infinity, isCancelled } = options;
    const bitmap = this.#open(slot, range);
    assertChecksum('candidates', range.from, checksum(bitmap), options.checksum);
    const base = blockBase(range.from);
    const poll = pollOf(isCancelled);
    let primes = 0;
    let to = range.to;
    for (const candidate of decodePrimes(bitmap, base)) {
      poll();
      if (!isStrongProbablePrime(candidate, poll)) clearBit(bitmap, Number(candidate - base));
      else if (++primes === stopAfter) {
        to = candidate + 1n;
        break;
      }
    }
    const tested = bitmap.subarray(0, bitmapLength({ from: range.from, to }));
    clipToRange(tested, { from: range.from, to });
    return { checksum: checksum(tested), primes, to };
  }

  verify(
    slot: number,
    range: Range,
    { checksum: expected, seed, samples, isCancelled }: VerifyOptions,
  ): BlockFacts {
    const bitmap = this.#open(slot, range);
    assertChecksum('block', range.from, checksum(bitmap), expected);
    const poll = pollOf(isCancelled);
    const facts = this.#removePseudoprimes(bitmap, range, poll);
    const isPrime = (n: bigint): boolean =>
      isExtraStrongLucasProbablePrime(n, poll) && isStrongProbablePrime(n, poll);
    const wanted = Math.min(samples, maxSamples);
    const { composites: sampledComposites } = sampleBits(bitmap, range, { seed, samples: wanted, isPrime });
    return mergeFacts(facts, { ...noFacts, checksum: checksum(bitmap), sampledComposites });
  }

  count(slot: number, range: Range): number {
    const sieveLimit = splitLimit(range.to);
    const extracted = this.extract(slot, range, { sieveLimit });
    return this.transform(slot, range, { sieveLimit, checksum: extracted.checksum }).primes;
  }

  /**
   * Clears the claimed primes that are none, and returns the facts of the others. Each claim is tested. A composite that
   * passes the transformer's test was left by a transformer that works; any other was damaged on the way.
   */
  #removePseudoprimes(bitmap: Uint8Array, range: Range, poll: () => void): BlockFacts {
    const base = blockBase(range.from);
    let facts = noFacts;
    for (const claim of decodePrimes(bitmap, base)) {
      poll();
      const isPrime = isExtraStrongLucasProbablePrime(claim, poll);
      if (!isPrime && !isStrongProbablePrime(claim, poll)) {
        throw new CorruptBlockError(`block at ${range.from} says that ${claim} is prime`);
      }
      if (!isPrime) clearBit(bitmap, Number(claim - base));
      facts = mergeFacts(facts, { ...factsOf(isPrime ? [claim] : []), sampledPrimes: 1 });
    }
    return facts;
  }

  #open(slot: number, range: Range): Uint8Array {
    checkWindow(range);
    checkRange(range, this.#arena.slotBytes);
    return slotBytes(this.#arena, slot, bitmapLength(range));
  }
}

function clearBit(bitmap: Uint8Array, offset: number): void {
  const index = Math.floor(offset / numbersPerByte);
  // ⌊8x/30⌋ numbers the residues x of the wheel 0..7.
  const bit = Math.floor(((offset % numbersPerByte) * 8) / numbersPerByte);
  bitmap[index] = (bitmap[index] ?? 0) & ~(1 << bit);
}

function population(bitmap: Uint8Array): number {
  let count = 0;
  for (let byte of bitmap) for (; byte !== 0; byte &= byte - 1) count++;
  return count;
}
