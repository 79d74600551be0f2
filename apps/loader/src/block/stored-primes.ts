import { blockBase, decodePrimes, wheelPrimes, type Range } from '@prime-mesh/primes';
import { setImmediate } from 'node:timers/promises';
import type { Store, StoredBitmap } from '../store/store.ts';
import { unpackBitmap } from './bitmap-codec.ts';

/** Primes of one stretch of a run, ascending; none is more than 2^32 above the base. */
export interface PrimesRead {
  readonly base: bigint;
  readonly offsets: number[];
}

/** Bytes of bitmap decoded at once: 500 000 numbers, a few ms, and a message of up to 80 KB. */
const sliceBytes = 16_384;

/** The loader stores no bitmaps, so there is nothing to read. */
export class NoBitmapError extends Error {
  override readonly name = 'NoBitmapError';
}

/** The run has not stored, or not yet, all blocks of what is to be read. */
export class MissingBlockError extends Error {
  override readonly name = 'MissingBlockError';
  /** The first number that is missing. */
  readonly next: bigint;

  constructor(next: bigint) {
    super(`no block with ${next} is stored`);
    this.next = next;
  }
}

/**
 * The primes that a run stored in a range, in stretches of bounded size. Between them the event loop is free.
 * @param limit most primes to read
 * @throws {NoBitmapError} if a block was stored without its bitmap
 * @throws {MissingBlockError} after the primes before it, if a block was not stored
 */
export async function* storedPrimes(
  store: Store,
  runId: string,
  range: Range,
  limit: number,
): AsyncGenerator<PrimesRead, void> {
  let left = limit;
  let next = range.from;
  for await (const block of store.bitmaps(runId, range)) {
    if (block.range.from > next) throw new MissingBlockError(next);
    next = block.range.to;
    for await (const { base, offsets } of primesOfBlock(block, range)) {
      const taken = offsets.slice(0, left);
      if (taken.length > 0) yield { base, offsets: taken };
      left -= taken.length;
      if (left === 0) return;
    }
  }
  if (next < range.to) throw new MissingBlockError(next);
}

async function* primesOfBlock(
  { range, packed }: StoredBitmap,
  wanted: Range,
): AsyncGenerator<PrimesRead, void> {
  if (!packed) throw new NoBitmapError(`block from ${range.from} was stored without its bitmap`);
  const bitmap = await unpackBitmap(packed);
  const inRange = (prime: bigint): boolean => wanted.from <= prime && prime < wanted.to;
  const offsetsFrom = (base: bigint, primes: Iterable<bigint>): number[] =>
    [...primes].filter(inRange).map((prime) => Number(prime - base));
  const first = blockBase(range.from);
  yield { base: first, offsets: offsetsFrom(first, wheelPrimes(range)) };
  for (let at = 0; at < bitmap.length; at += sliceBytes) {
    const base = first + BigInt(at) * 30n;
    if (base >= wanted.to) return;
    if (base + BigInt(sliceBytes) * 30n <= wanted.from) continue;
    yield { base, offsets: offsetsFrom(base, decodePrimes(bitmap.subarray(at, at + sliceBytes), base)) };
    await setImmediate();
  }
}
