// oxlint-disable-next-line typescript/triple-slash-reference -- an import would not carry ambient types to the packages that import this one
/// <reference path="./webassembly.d.ts" />
import { compileKernel, instantiateKernel } from './kernel-module.ts';

/** What an arena has room for. */
export interface ArenaLayout {
  /** Blocks that can be in the arena at once. */
  readonly slots: number;
  /** Largest bitmap of a block, bytes. */
  readonly slotBytes: number;
  /** Kernels that may be opened, one for each thread. */
  readonly threads: number;
  /** Room of each thread for the buckets of large base primes, bytes. */
  readonly laneBytes: number;
}

/** Memory that the main thread and all kernels of a process share. It can be cloned: pass it in workerData. */
export interface Arena extends ArenaLayout {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
}

export interface ArenaOptions {
  slots: number;
  slotBytes: number;
  threads: number;
  laneBytes?: number;
}

/**
 * Default of laneBytes: 8 bytes for each of the 50.8 million base primes to 10^9, so that ranges near 10^18 have a lane.
 * Only what is used costs memory: nothing below 10^13, 20 MB at 10^15. Without room, larger base primes are placed
 * anew for each block: the same result, slower. More than 9 threads have less, since they share 4 GiB of addresses.
 */
const defaultLaneBytes = 440 * 2 ** 20;

const pageBytes = 65_536;
/** A memory has 65,536 pages, of which the last stays free: an address behind it would be 0, which the lane takes for none. */
const maxPages = 65_535;
const maxSlotBytes = 2 ** 26;

/** The kernel's own constants lie in the first page. */
const tables = pageBytes;
const stepTableBytes = 256;
const patternBytes = 2 ** 18;
const slotsStart = tables + stepTableBytes + patternBytes;

/** Bytes of a unit of the bucket sieve, unitBytes of assembly/lane.ts. A slot is rounded up to whole units. */
export const unitBytes = 2 ** 19;
/** Zeros that follow a bitmap, so that passes over it may read whole rounds. */
export const paddingBytes = 64;

/** Room for the base primes of one class mod 30 up to mediumLimit of base-primes.ts, 4 bytes each. */
const bytesPerClass = 160 * 1024;
const placesBytes = 16 * 1024;
const tailsBytes = 4 * 2048;
const chunkBytes = 8192;
/** Bytes of base numbers that are sieved at a time, in the L2 cache. */
export const baseSegmentBytes = 2 ** 17;
const scratchBytes = 64 + 64 + 8 * bytesPerClass + placesBytes + baseSegmentBytes + paddingBytes + tailsBytes;

/** Addresses of the tables that all threads read. */
export const sharedTables = { steps: tables, patterns: tables + stepTableBytes } as const;

/** Addresses of what one thread works with. */
export interface Scratch {
  readonly header: number;
  readonly out: number;
  /** Quotients of the base primes, one array for each class. */
  readonly classes: readonly number[];
  readonly classBytes: number;
  readonly places: number;
  readonly baseSegment: number;
  readonly tails: number;
  /** Chunks of the lane. */
  readonly heap: number;
}

/**
 * What an arena will have room for: lanes of the size that is asked for, or of what is left for each thread.
 * @throws {RangeError} if it does not even fit the 4 GiB of a WebAssembly memory without lanes
 */
export function layOut(options: ArenaOptions): ArenaLayout {
  const { slots, slotBytes, threads, laneBytes = defaultLaneBytes } = options;
  if (slotBytes > maxSlotBytes) throw new RangeError(`slot of ${slotBytes} bytes exceeds ${maxSlotBytes}`);
  const withoutLanes = scratchAddress({ slots, slotBytes, laneBytes: 0 }, threads);
  if (withoutLanes > maxPages * pageBytes) {
    throw new RangeError(`arena of ${withoutLanes} bytes exceeds ${maxPages * pageBytes}`);
  }
  const pagesForThreads = maxPages - scratchAddress({ slots, slotBytes, laneBytes: 0 }, 0) / pageBytes;
  const room = Math.floor(pagesForThreads / threads) * pageBytes - scratchBytes - chunkBytes;
  return { slots, slotBytes, threads, laneBytes: Math.min(laneBytes, room) };
}

/**
 * Creates the arena of a process. Its pages cost memory only once they are written.
 * @throws {RangeError} if it does not fit the 4 GiB of a WebAssembly memory
 */
export function createArena(options: ArenaOptions): Arena {
  const layout = layOut(options);
  const pages = scratchAddress(layout, layout.threads) / pageBytes;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const module = compileKernel();
  const kernel = instantiateKernel(module, memory);
  kernel.writeSteps(sharedTables.steps);
  kernel.writePatterns(sharedTables.patterns);
  return { ...layout, memory, module };
}

/**
 * The first `length` bytes of a slot, as a view of the shared memory.
 * @throws {RangeError} if there is no such slot or it is shorter
 */
export function slotBytes(arena: Arena, slot: number, length: number): Uint8Array {
  if (length > arena.slotBytes) throw new RangeError(`block of ${length} bytes exceeds ${arena.slotBytes}`);
  return new Uint8Array(arena.memory.buffer, slotAddress(arena, slot), length);
}

/** @throws {RangeError} if there is no such slot */
export function slotAddress(arena: ArenaLayout, slot: number): number {
  if (!Number.isInteger(slot) || slot < 0 || slot >= arena.slots) {
    throw new RangeError(`slot ${slot} is not one of ${arena.slots}`);
  }
  return slotsStart + slot * slotStride(arena.slotBytes);
}

/** @throws {RangeError} if there is no such thread */
export function scratchOf(arena: ArenaLayout, threadIndex: number): Scratch {
  if (!Number.isInteger(threadIndex) || threadIndex < 0 || threadIndex >= arena.threads) {
    throw new RangeError(`thread ${threadIndex} is not one of ${arena.threads}`);
  }
  const header = scratchAddress(arena, threadIndex);
  const out = header + 64;
  const firstClass = out + 64;
  const places = firstClass + 8 * bytesPerClass;
  const baseSegment = places + placesBytes;
  const tails = baseSegment + baseSegmentBytes + paddingBytes;
  return {
    header,
    out,
    classes: Array.from({ length: 8 }, (_, index) => firstClass + index * bytesPerClass),
    classBytes: bytesPerClass,
    places,
    baseSegment,
    tails,
    heap: roundUp(tails + tailsBytes, chunkBytes),
  };
}

function scratchAddress(
  arena: Pick<Arena, 'slots' | 'slotBytes' | 'laneBytes'>,
  threadIndex: number,
): number {
  const stride = roundUp(scratchBytes + chunkBytes + arena.laneBytes, pageBytes);
  return roundUp(slotsStart + arena.slots * slotStride(arena.slotBytes), pageBytes) + threadIndex * stride;
}

function slotStride(bytes: number): number {
  return roundUp(bytes, unitBytes) + paddingBytes;
}

function roundUp(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}
