import { task, taskData } from '@prime-mesh/mesh/task';
import {
  bitmapLength,
  blockBase,
  CancelledError,
  countPrimes,
  decodePrimes,
  openKernel,
  slotBytes,
  wheelPrimes,
  type Arena,
  type BlockFacts,
  type Range,
} from '@prime-mesh/primes';
import { packBitmap } from './bitmap-codec.ts';

export interface VerifyStep {
  /** Slot of the arena that holds the primes. */
  readonly slot: number;
  readonly range: Range;
  readonly checksum: bigint;
  readonly seed: bigint;
  /** Bits to test by another method. */
  readonly samples: number;
  /** Primes to name, from the first on. */
  readonly named: number;
  /** Whether the bitmap is to be stored. */
  readonly isKept: boolean;
}

export interface Verified {
  readonly facts: BlockFacts;
  readonly named: readonly string[];
  /** Packed for the store. */
  readonly bitmap: Uint8Array<ArrayBuffer> | null;
}

const { arena, threadIndex } = taskData<{ arena: Arena }>();
const kernel = openKernel(arena, threadIndex);

/** Reads the facts off the primes of a block and tests samples of them; fails with CorruptBlockError. */
export default task((step: VerifyStep, { isCancelled, transfer }): Verified => {
  const facts = kernel.verify(step.slot, step.range, { ...step, isCancelled });
  const bitmap = step.isKept ? packBitmap(slotBytes(arena, step.slot, bitmapLength(step.range))) : null;
  if (bitmap) transfer(bitmap.buffer);
  return { facts, named: firstPrimes(step), bitmap };
});

/** π(x) by a method that does not sieve the range. */
export const audit = task((x: bigint, { isCancelled }): bigint =>
  countPrimes(x, () => {
    if (isCancelled()) throw new CancelledError();
  }),
);

function firstPrimes({ slot, range, named }: VerifyStep): string[] {
  if (named === 0) return [];
  const primes = wheelPrimes(range).map(String);
  const bitmap = slotBytes(arena, slot, bitmapLength(range));
  for (const prime of decodePrimes(bitmap, blockBase(range.from))) {
    if (primes.length >= named) break;
    primes.push(String(prime));
  }
  return primes.slice(0, named);
}
