import type { BlockFacts } from '../block/facts.ts';
import type { Range } from '../block/range.ts';

/** How the transformer tests candidates. */
export type Algorithm = 'auto' | 'sieve' | 'miller-rabin';

export interface Cancellable {
  /** Called between steps of a few milliseconds; once it returns true, the work ends with a CancelledError. */
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
  /** Ends the block early once it holds so many primes; used beyond maxSieved, where each test takes long. */
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
   * Reads the facts off the primes in the slot and tests samples of them, and of the bits that are clear. Beyond maxSieved
   * every claim is tested; the composites that passed the transformer's test are cleared first, and the facts, with the
   * checksum, are those of what is left.
   * @throws {CorruptBlockError} if the primes are not those of the checksum or a test contradicts them
   */
  verify(slot: number, range: Range, options: VerifyOptions): BlockFacts;
  /** Extracts and transforms in one, without checksums, and returns how many bits are left. For measurements. */
  count(slot: number, range: Range, options?: Cancellable): number;
}
