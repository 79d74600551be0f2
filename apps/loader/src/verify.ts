import { task, taskData } from '@prime-mesh/mesh/task';
import {
  bitmapLength,
  blockBase,
  decodePrimes,
  openKernel,
  slotBytes,
  wheelPrimes,
  type Arena,
  type BlockFacts,
  type Range,
} from '@prime-mesh/primes';
import { names } from '@prime-mesh/telemetry';

export type VerifyStep = {
  /** Slot of the arena that holds the primes. */
  readonly slot: number;
  readonly range: Range;
  readonly checksum: bigint;
  readonly seed: bigint;
  /** Bits to test by another method. */
  readonly samples: number;
  /** Primes to name, from the first on. */
  readonly named: number;
};

export type Verified = { readonly facts: BlockFacts; readonly named: readonly string[] };

const { arena, threadIndex } = taskData<{ arena: Arena }>();
const kernel = openKernel(arena, threadIndex);

/** Reads the facts off the primes of a block and tests samples of them; fails with CorruptBlockError. */
export default task(names.spans.verify, (step: VerifyStep, { isCancelled }): Verified => {
  const facts = kernel.verify(step.slot, step.range, { ...step, isCancelled });
  return { facts, named: firstPrimes(step) };
});

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
