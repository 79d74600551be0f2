import { type Arena, paddingBytes, scratchOf, slotAddress } from './arena.ts';
import { patternLimit } from './base-primes.ts';
import { type Block, BlockSieve } from './block-sieve.ts';
import { CancelledError, CorruptBlockError } from './errors.ts';
import { type BlockFacts, factsOf, mergeFacts } from './facts.ts';
import { instantiateKernel, type KernelExports } from './kernel-module.ts';
import {
  bitmapLength,
  blockBase,
  checkRange,
  clipToRange,
  maxSieved,
  numbersPerByte,
  type Range,
  wheelPrimes,
} from './range.ts';
import { sampleBits } from './sample-bits.ts';
import { integerRoot } from './small-primes.ts';
import { maxSieveLimit, splitLimit } from './split-limit.ts';

/** How the transformer tests candidates. */
export const algorithms = ['auto', 'sieve', 'miller-rabin'] as const;
export type Algorithm = (typeof algorithms)[number];

interface Cancellable {
  /** Asked between steps of a few milliseconds; when it answers true the work ends with a CancelledError. */
  readonly isCancelled?: (() => boolean) | undefined;
}

export type ExtractOptions = Cancellable & {
  /** Primes up to this bound are crossed off, those up to 97 always. */
  readonly sieveLimit: number;
};

export type TransformOptions = Cancellable & {
  /** The bound that the candidates were extracted with. */
  readonly sieveLimit: number;
  /** Checksum of the candidates. */
  readonly checksum: bigint;
  readonly algorithm?: Algorithm | undefined;
  /** Ends the block early once it holds so many primes; used beyond maxSieved, where each test is dear. */
  readonly stopAfter?: number | undefined;
};

export type VerifyOptions = Cancellable & {
  /** Checksum of the primes. */
  readonly checksum: bigint;
  readonly seed: bigint;
  /** Claimed primes to test by another method, and as many of the clear bits. */
  readonly samples: number;
};

/** The steps of a block, each on the bitmap in a slot of the arena. Each is idempotent given the same slot. */
export interface Kernel {
  /**
   * Fills the slot with the integers of the range that no prime ≤ sieveLimit divides.
   * @throws {RangeError} if the range or the limit is out of bounds
   */
  extract(slot: number, range: Range, options: ExtractOptions): { checksum: bigint; candidates: number };
  /**
   * Leaves in the slot those candidates that are prime; `to` is the end of what was tested.
   * @throws {CorruptBlockError} if the candidates are not those of the checksum
   */
  transform(
    slot: number,
    range: Range,
    options: TransformOptions,
  ): { checksum: bigint; primes: number; to: bigint };
  /**
   * Reads the facts off the primes in the slot and tests samples of them, and of the bits that are clear.
   * @throws {CorruptBlockError} if the primes are not those of the checksum or a test contradicts them
   */
  verify(slot: number, range: Range, options: VerifyOptions): BlockFacts;
  /** Extracts and transforms in one, without checksums; answers how many bits are left. For measurements. */
  count(slot: number, range: Range, options?: Cancellable): number;
}

/** Opens the kernel of ranges up to maxSieved: the WebAssembly sieve. */
export function openSieveKernel(arena: Arena, threadIndex: number): Kernel {
  return new WasmKernel(arena, threadIndex);
}

class WasmKernel implements Kernel {
  readonly #arena: Arena;
  readonly #exports: KernelExports;
  readonly #sieve: BlockSieve;
  readonly #out: number;

  constructor(arena: Arena, threadIndex: number) {
    const scratch = scratchOf(arena, threadIndex);
    this.#arena = arena;
    this.#exports = instantiateKernel(arena.module, arena.memory);
    this.#sieve = new BlockSieve(arena, scratch, this.#exports);
    this.#out = scratch.out;
  }

  extract(slot: number, range: Range, { sieveLimit, isCancelled }: ExtractOptions) {
    const block = this.#open(slot, range);
    const { at, length } = block;
    this.#sieve.fill(block, Math.min(checkSieveLimit(sieveLimit), rootOf(range)), pollOf(isCancelled));
    clipToRange(this.#bytes(at, length), range);
    this.#pad(block);
    return { checksum: this.#checksum(block), candidates: this.#exports.population(at, length) };
  }

  transform(slot: number, range: Range, options: TransformOptions) {
    const block = this.#open(slot, range);
    this.#pad(block);
    this.#assertChecksum('candidates', block, range, options.checksum);
    const { algorithm = 'auto', sieveLimit, isCancelled } = options;
    const low = Math.max(checkSieveLimit(sieveLimit), patternLimit);
    const root = rootOf(range);
    const poll = pollOf(isCancelled);
    const candidates = this.#exports.population(block.at, block.length);
    const isTesting =
      algorithm === 'miller-rabin' ||
      (algorithm === 'auto' && this.#sieve.isTestingCheaper(block, candidates, low, root));
    if (isTesting) this.#sieve.testCandidates(block, poll);
    else if (root > low) this.#sieve.crossOff(block, low, root, poll);
    this.#pad(block);
    const primes = this.#exports.population(block.at, block.length);
    return { checksum: this.#checksum(block), primes, to: range.to };
  }

  verify(slot: number, range: Range, { checksum, seed, samples, isCancelled }: VerifyOptions): BlockFacts {
    const block = this.#open(slot, range);
    const poll = pollOf(isCancelled);
    poll();
    this.#pad(block);
    this.#assertChecksum('block', block, range, checksum);
    const bitmap = this.#bytes(block.at, block.length);
    const isPrime = (n: bigint): boolean => this.#exports.isPrime(n) !== 0;
    const isProbablePrime = (n: bigint): boolean => this.#exports.isProbablePrime(n) !== 0;
    const sampled = sampleBits(bitmap, range, { seed, samples, isPrime, isProbablePrime });
    const facts = {
      ...this.#facts(block),
      checksum,
      sampledPrimes: sampled.primes,
      sampledComposites: sampled.composites,
    };
    return mergeFacts(factsOf(wheelPrimes(range)), facts);
  }

  count(slot: number, range: Range, { isCancelled }: Cancellable = {}): number {
    const block = this.#open(slot, range);
    const root = rootOf(range);
    const split = Math.min(splitLimit(range.to), root);
    const poll = pollOf(isCancelled);
    this.#sieve.fill(block, split, poll);
    clipToRange(this.#bytes(block.at, block.length), range);
    if (root > split) this.#sieve.crossOff(block, split, root, poll);
    this.#pad(block);
    return this.#exports.population(block.at, block.length);
  }

  /** Facts of the bits of a block, without samples. */
  #facts({ at, length, byte0 }: Block): Omit<BlockFacts, 'checksum' | 'sampledPrimes' | 'sampledComposites'> {
    const twins = this.#exports.facts(at, length, this.#out);
    const words = new BigUint64Array(this.#arena.memory.buffer, this.#out, 6);
    const [count = 0n, offsets = 0n, first = 0n, last = 0n, maxGap = 0n, maxGapAt = 0n] = words;
    if (count === 0n) return { count: 0, sum: 0n, maxGap: 0, twins: 0 };
    const base = byte0 * BigInt(numbersPerByte);
    return {
      count: Number(count),
      sum: count * base + offsets,
      first: base + first,
      last: base + last,
      maxGap: Number(maxGap),
      ...(maxGap > 0n && { maxGapAt: base + maxGapAt }),
      twins,
    };
  }

  #open(slot: number, range: Range): Block {
    checkRange(range, this.#arena.slotBytes);
    if (range.to > maxSieved) throw new RangeError(`to ${range.to} exceeds ${maxSieved}`);
    const byte0 = blockBase(range.from) / BigInt(numbersPerByte);
    return { at: slotAddress(this.#arena, slot), length: bitmapLength(range), byte0 };
  }

  #bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#arena.memory.buffer, at, length);
  }

  /** Zeros behind the bitmap, where passes over it read whole rounds and the sieve leaves what it likes. */
  #pad({ at, length }: Block): void {
    this.#bytes(at + length, paddingBytes).fill(0);
  }

  #checksum({ at, length }: Block): bigint {
    return BigInt.asUintN(64, this.#exports.checksum(at, length));
  }

  #assertChecksum(what: string, block: Block, range: Range, expected: bigint): void {
    const hash = this.#checksum(block);
    if (hash === expected) return;
    throw new CorruptBlockError(`${what} at ${range.from} has checksum ${hash} instead of ${expected}`);
  }
}

/** Largest base prime that can be the least factor of a number below `to`. */
function rootOf({ to }: Range): number {
  return to === 0n ? 0 : Number(integerRoot(to - 1n));
}

function checkSieveLimit(limit: number): number {
  if (limit >= 0 && limit <= maxSieveLimit) return limit;
  throw new RangeError(`sieve limit ${limit} is not between 0 and ${maxSieveLimit}`);
}

function pollOf(isCancelled: (() => boolean) | undefined): () => void {
  return () => {
    if (isCancelled?.()) throw new CancelledError();
  };
}
