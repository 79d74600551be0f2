import { task, taskData } from '@prime-mesh/mesh/task';
import { type Arena, bitmapLength, openKernel, type Range, slotBytes, trialDivide } from '@prime-mesh/primes';
import type { Algorithm } from './choose-algorithm.ts';

export interface TransformStep {
  /** Slot of the arena that holds the candidates and takes the primes. */
  readonly slot: number;
  readonly range: Range;
  /** The bound that the candidates were extracted with. */
  readonly sieveLimit: number;
  /** Checksum of the candidates. */
  readonly checksum: bigint;
  readonly algorithm: Algorithm;
  /** Test no further once so many primes are found; undefined tests the whole range. */
  readonly stopAfter: number | undefined;
}

export interface Transformed {
  /** Checksum of the primes. */
  readonly checksum: bigint;
  readonly primes: number;
  /** End of what was tested. */
  readonly to: bigint;
}

const { arena, threadIndex } = taskData<{ arena: Arena }>();
const kernel = openKernel(arena, threadIndex);

/** Leaves in the slot those candidates that are prime; fails with CorruptBlockError if they are not the extractor's. */
export default task(({ slot, range, algorithm, ...step }: TransformStep, { isCancelled }): Transformed => {
  if (algorithm !== 'trial') return kernel.transform(slot, range, { ...step, algorithm, isCancelled });
  const bitmap = slotBytes(arena, slot, bitmapLength(range));
  return trialDivide(bitmap, range, { checksum: step.checksum, isCancelled });
});
