import { type Arena, baseSegmentBytes, type Scratch, sharedTables, unitBytes } from './arena.ts';
import { BasePrimes, mediumLimit, patternLimit, smallLimit } from './base-primes.ts';
import type { KernelExports } from './kernel-module.ts';

/** Bytes sieved between two polls for cancellation: about a millisecond. */
const sievePartBytes = 2 ** 19;

/** A bitmap in the arena: where it lies, its length, and the index of its first byte, base / 30. */
export interface Block {
  readonly at: number;
  readonly length: number;
  readonly byte0: bigint;
}

/** Nanoseconds to place a base prime in a lane, to move it on by a multiple, and to test a candidate; measured. */
const placeNs = 10;
const moveNs = 4;
const testNs = 1_000;

/** Sieves blocks in the memory of an arena, for one thread. */
export class BlockSieve {
  readonly #kernel: KernelExports;
  readonly #scratch: Scratch;
  readonly #primes: BasePrimes;
  readonly #laneBytes: number;
  /** The lane holds the primes in (mediumLimit, root], placed for the unit that starts at byte `next`. */
  #lane: { next: bigint; root: number } | undefined;

  constructor(arena: Arena, scratch: Scratch, kernel: KernelExports) {
    this.#kernel = kernel;
    this.#scratch = scratch;
    this.#primes = new BasePrimes(arena, scratch);
    this.#laneBytes = arena.laneBytes;
  }

  /** Fills the block from the patterns and crosses off the base primes ≤ limit ≤ mediumLimit. */
  fill(block: Block, limit: number, poll: () => void): void {
    this.#primes.reach(limit);
    this.#sieveSmall(sharedTables.patterns, block, patternLimit, limit, poll);
    this.#sieveMedium(block, smallLimit, limit, poll);
  }

  /** Crosses off the base primes in (low, root]. */
  crossOff(block: Block, low: number, root: number, poll: () => void): void {
    this.#primes.reach(Math.min(root, mediumLimit));
    if (low < smallLimit) this.#sieveSmall(0, block, low, root, poll);
    this.#sieveMedium(block, Math.max(low, smallLimit), root, poll);
    if (root <= mediumLimit) return;
    if (laneBytesOf(root) <= this.#laneBytes) this.#crossLane(block, root, poll);
    else this.#crossWithoutLane(block, root, poll);
  }

  /** Clears the composites among the candidates of a block by testing each. */
  testCandidates(block: Block, poll: () => void): void {
    const partBytes = sievePartBytes / 256;
    for (let start = 0; start < block.length; start += partBytes) {
      poll();
      this.#kernel.testCandidates(block.at, start, Math.min(start + partBytes, block.length), block.byte0);
    }
  }

  /** Whether testing so many candidates costs less than crossing off the base primes in (low, root]. */
  isTestingCheaper(block: Block, candidates: number, low: number, root: number): boolean {
    if (root > mediumLimit && this.#skipTo(block, root) !== undefined) return false;
    return candidates * testNs < (primesUpTo(root) - primesUpTo(low)) * placeNs;
  }

  #sieveSmall(patterns: number, block: Block, low: number, high: number, poll: () => void): void {
    const { header, places } = this.#scratch;
    const limit = Math.min(high, smallLimit);
    for (let start = 0; start < block.length; start += sievePartBytes) {
      poll();
      const length = Math.min(sievePartBytes, block.length - start);
      const byte0 = block.byte0 + BigInt(start);
      this.#kernel.sieveSmall(patterns, header, places, block.at + start, length, byte0, low, limit);
    }
  }

  #sieveMedium(block: Block, low: number, high: number, poll: () => void): void {
    const limit = Math.min(high, mediumLimit);
    if (limit <= low) return;
    for (let residueClass = 0; residueClass < 8; residueClass++) {
      poll();
      this.#kernel.sieveMedium(
        this.#scratch.header,
        residueClass,
        block.at,
        block.length,
        block.byte0,
        low,
        limit,
      );
    }
  }

  #crossLane(block: Block, root: number, poll: () => void): void {
    const skip = this.#skipTo(block, root);
    const known = skip === undefined ? mediumLimit : (this.#lane?.root ?? mediumLimit);
    // Until the block is done, no other block can continue the lane.
    this.#lane = undefined;
    if (skip === undefined) {
      this.#kernel.resetLane(sharedTables.steps, this.#scratch.tails, this.#scratch.heap);
    }
    for (let unit = 0; unit < (skip ?? 0); unit++) {
      poll();
      this.#kernel.skipUnit();
    }
    this.#forEachBaseSegment(known, root, poll, (at, length, baseByte0) => {
      this.#kernel.addToLane(at, length, baseByte0, known, root, block.byte0);
    });
    const units = Math.ceil(block.length / unitBytes);
    for (let unit = 0; unit < units; unit++) {
      poll();
      this.#kernel.crossUnit(block.at + unit * unitBytes);
    }
    this.#lane = { next: block.byte0 + BigInt(units * unitBytes), root: Math.max(root, known) };
  }

  /** Units to skip so that the lane continues at the block; undefined if placing the primes anew costs less. */
  #skipTo(block: Block, root: number): number | undefined {
    if (this.#lane === undefined) return undefined;
    const bytes = Number(block.byte0 - this.#lane.next);
    if (bytes < 0 || bytes % unitBytes !== 0) return undefined;
    // Σ 1/p over the primes in the lane, by Mertens; a byte holds 8 multipliers' classes.
    const multiplesPerByte = 8 * Math.log(Math.log(root) / Math.log(mediumLimit));
    const isWorthIt = bytes * multiplesPerByte * moveNs <= primesUpTo(root) * placeNs;
    return isWorthIt ? bytes / unitBytes : undefined;
  }

  #crossWithoutLane({ at, length, byte0 }: Block, root: number, poll: () => void): void {
    this.#forEachBaseSegment(mediumLimit, root, poll, (base, baseLength, baseByte0) => {
      this.#kernel.crossWithoutLane(
        sharedTables.steps,
        base,
        baseLength,
        baseByte0,
        mediumLimit,
        root,
        at,
        length,
        byte0,
      );
    });
  }

  /** Sieves (low, high], both above 97² and below 2^32, segment by segment. The segments may reach beyond both ends. */
  #forEachBaseSegment(
    low: number,
    high: number,
    poll: () => void,
    visit: (at: number, length: number, byte0: number) => void,
  ): void {
    const at = this.#scratch.baseSegment;
    const end = Math.floor(high / 30) + 1;
    if (low >= high) return;
    for (let byte0 = Math.floor(low / 30); byte0 < end; byte0 += baseSegmentBytes) {
      const length = Math.min(baseSegmentBytes, end - byte0);
      const root = Math.floor(Math.sqrt(30 * (byte0 + length)));
      const segment = { at, length, byte0: BigInt(byte0) };
      this.#sieveSmall(sharedTables.patterns, segment, patternLimit, root, poll);
      this.#sieveMedium(segment, smallLimit, root, poll);
      visit(at, length, byte0);
    }
  }
}

/** An upper bound of π(n): π(x) ≤ x/ln x · (1 + 1.2762/ln x) for x > 1 (Dusart 1999). */
function primesUpTo(n: number): number {
  const log = Math.log(n);
  return (n / log) * (1 + 1.2762 / log);
}

/** Memory of a lane: an entry for each prime, and a chunk begun in each bucket that the widest move can reach. */
function laneBytesOf(root: number): number {
  const begun = Math.ceil(root / 5 / unitBytes) + 2;
  return (primesUpTo(root) - mediumLimit / Math.log(mediumLimit)) * 8 * (1024 / 1023) + begun * 8192;
}
