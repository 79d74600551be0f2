import { pollOf } from '../block/cancelled-error.ts';
import { assertChecksum } from '../block/corrupt-block-error.ts';
import { type BlockFacts, factsOf, mergeFacts } from '../block/facts.ts';
import {
  bitmapLength,
  blockBase,
  checkRange,
  clipToRange,
  maxSieved,
  numbersPerByte,
  type Range,
  wheelPrimes,
} from '../block/range.ts';
import { sampleBits } from '../block/sample-bits.ts';
import { integerRoot } from '../numbers/small-primes.ts';
import { type Arena, paddingBytes, scratchOf, slotAddress } from './arena.ts';
import { patternLimit } from './base-primes.ts';
import { type Block, BlockSieve } from './block-sieve.ts';
import { instantiateKernel, type KernelExports } from './kernel-module.ts';
import type { Cancellable, ExtractOptions, Kernel, TransformOptions, VerifyOptions } from './kernel.ts';
import { maxSieveLimit, splitLimit } from './split-limit.ts';

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
    assertChecksum('candidates', range.from, this.#checksum(block), options.checksum);
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
    assertChecksum('block', range.from, this.#checksum(block), checksum);
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
}

/** Largest base prime that can be the least factor of a number below `to`. */
function rootOf({ to }: Range): number {
  return to === 0n ? 0 : Number(integerRoot(to - 1n));
}

function checkSieveLimit(limit: number): number {
  if (limit >= 0 && limit <= maxSieveLimit) return limit;
  throw new RangeError(`sieve limit ${limit} is not between 0 and ${maxSieveLimit}`);
}
