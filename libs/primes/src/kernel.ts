import { type Arena, slotBytes } from './arena.ts';
import { checksum } from './checksum.ts';
import { CancelledError, CorruptBlockError } from './errors.ts';
import type { BlockFacts } from './facts.ts';
import { plainExtract, plainTransform, plainVerify } from './plain-sieve.ts';
import { bitmapLength, checkRange, type Range } from './range.ts';

/** How the transformer tests candidates. */
export const ALGORITHMS = ['auto', 'sieve', 'miller-rabin'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

type Cancellable = {
  /** Asked between steps of a few milliseconds; when it answers true the work ends with a CancelledError. */
  readonly isCancelled?: (() => boolean) | undefined;
};

export type ExtractOptions = Cancellable & {
  /** Primes up to this bound are crossed off. */
  readonly sieveLimit: number;
};

export type TransformOptions = Cancellable & {
  /** The bound that the candidates were extracted with. */
  readonly sieveLimit: number;
  /** Checksum of the candidates. */
  readonly checksum: bigint;
  readonly algorithm?: Algorithm | undefined;
  /** Ends the block early once it holds so many primes; used beyond MAX_SIEVED, where each test is dear. */
  readonly stopAfter?: number | undefined;
};

export type VerifyOptions = Cancellable & {
  /** Checksum of the primes. */
  readonly checksum: bigint;
  readonly seed: bigint;
  /** Bits to test by another method. */
  readonly samples: number;
};

/** The steps of a block, each on the bitmap in a slot of the arena. Each is idempotent given the same slot. */
export type Kernel = {
  /** Fills the slot with the integers of the range that no prime ≤ sieveLimit divides. */
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
};

/** Opens the kernel of one thread. Each thread must use an index of its own, below arena.threads. */
export function openKernel(arena: Arena, threadIndex: number): Kernel {
  if (!Number.isInteger(threadIndex) || threadIndex < 0 || threadIndex >= arena.threads) {
    throw new RangeError(`thread ${threadIndex} is not one of ${arena.threads}`);
  }
  const bitmapOf = (slot: number, range: Range, { isCancelled }: Cancellable): Uint8Array => {
    checkRange(range, arena.slotBytes);
    if (isCancelled?.()) throw new CancelledError();
    return slotBytes(arena, slot, bitmapLength(range));
  };
  return {
    extract(slot, range, options) {
      const bitmap = bitmapOf(slot, range, options);
      plainExtract(bitmap, range, options.sieveLimit);
      return { checksum: checksum(bitmap), candidates: populationCount(bitmap) };
    },
    transform(slot, range, options) {
      const bitmap = bitmapOf(slot, range, options);
      const hash = checksum(bitmap);
      if (hash !== options.checksum) {
        throw new CorruptBlockError(
          `candidates at ${range.from} have checksum ${hash} instead of ${options.checksum}`,
        );
      }
      plainTransform(bitmap, range, options.sieveLimit);
      return { checksum: checksum(bitmap), primes: populationCount(bitmap), to: range.to };
    },
    verify(slot, range, options) {
      return plainVerify(bitmapOf(slot, range, options), range, options);
    },
  };
}

function populationCount(bitmap: Uint8Array): number {
  let count = 0;
  for (let byte of bitmap) for (; byte !== 0; byte &= byte - 1) count++;
  return count;
}
