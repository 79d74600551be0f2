import { task, taskData } from '@prime-mesh/mesh/task';
import { type Arena, openKernel, type Range } from '@prime-mesh/primes';

export interface ExtractStep {
  /** Slot of the arena that takes the candidates. */
  readonly slot: number;
  readonly range: Range;
  /** Primes up to this bound are crossed off. */
  readonly sieveLimit: number;
}

export interface Extracted {
  readonly checksum: bigint;
  readonly candidates: number;
}

const { arena, threadIndex } = taskData<{ arena: Arena }>();
const kernel = openKernel(arena, threadIndex);

/** Leaves in the slot the integers of the range that no prime up to the limit divides. */
export default task(({ slot, range, sieveLimit }: ExtractStep, { isCancelled }): Extracted =>
  kernel.extract(slot, range, { sieveLimit, isCancelled }),
);
