// oxlint-disable-next-line typescript/triple-slash-reference -- an import would not carry ambient types to the packages that import this one
/// <reference path="./webassembly.d.ts" />
/** Memory that the main thread and all kernels of a process share. Structured-cloneable: pass it in workerData. */
export type Arena = {
  readonly memory: WebAssembly.Memory;
  /** Blocks that can be in the arena at once. */
  readonly slots: number;
  /** Largest bitmap of a block, bytes. */
  readonly slotBytes: number;
  /** Kernels that may be opened, one for each thread. */
  readonly threads: number;
};

export type ArenaOptions = { slots: number; slotBytes: number; threads: number };

const PAGE_BYTES = 65_536;

/** Creates the arena of a process. Its pages cost memory only once they are written. */
export function createArena({ slots, slotBytes, threads }: ArenaOptions): Arena {
  const pages = Math.ceil((slots * slotBytes) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  return { memory, slots, slotBytes, threads };
}

/**
 * The first `length` bytes of a slot, as a view of the shared memory.
 * @throws {RangeError} if there is no such slot or it is shorter
 */
export function slotBytes(arena: Arena, slot: number, length: number): Uint8Array {
  if (!Number.isInteger(slot) || slot < 0 || slot >= arena.slots) {
    throw new RangeError(`slot ${slot} is not one of ${arena.slots}`);
  }
  if (length > arena.slotBytes) throw new RangeError(`block of ${length} bytes exceeds ${arena.slotBytes}`);
  return new Uint8Array(arena.memory.buffer, slot * arena.slotBytes, length);
}
