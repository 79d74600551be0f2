import { maxSieved, type Range } from './block/range.ts';
import type { Arena } from './kernel/arena.ts';
import type { Kernel } from './kernel/kernel.ts';
import { openSieveKernel } from './kernel/sieve-kernel.ts';
import { LargeKernel } from './large/large-kernel.ts';

/**
 * Opens the kernel of one thread: ranges up to maxSieved are sieved, those that reach beyond are tested number by number.
 * Each thread must use an index of its own, below arena.threads.
 * @throws {RangeError} if there is no such thread
 */
export function openKernel(arena: Arena, threadIndex: number): Kernel {
  const sieve = openSieveKernel(arena, threadIndex);
  const large = new LargeKernel(arena);
  const kernelOf = ({ to }: Range): Kernel => (to > maxSieved ? large : sieve);
  return {
    extract: (slot, range, options) => kernelOf(range).extract(slot, range, options),
    transform: (slot, range, options) => kernelOf(range).transform(slot, range, options),
    verify: (slot, range, options) => kernelOf(range).verify(slot, range, options),
    count: (slot, range, options) => kernelOf(range).count(slot, range, options),
  };
}
