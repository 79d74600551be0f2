import { status } from '@grpc/grpc-js';
import type { Block, BlockInput } from './generated/primemesh/v1/Block.ts';

/** Largest bitmap of a block, bytes. Larger ones would leave the caches of the sieve and fill the flow-control window. */
export const MAX_BLOCK_BYTES = 4 * 2 ** 20;

/** A block that is not the one that was asked for. */
export class DamagedBlockError extends Error {
  override readonly name = 'DamagedBlockError';
  readonly code = status.DATA_LOSS;
}

/** Block on its way out. Nothing is copied: `bitmap` must stay as it is until the message is serialised. */
export function encodeBlock(base: bigint, bitmap: Uint8Array, checksum: bigint): BlockInput {
  const { buffer, byteOffset, byteLength } = bitmap;
  return {
    base: String(base),
    bitmap: Buffer.from(buffer, byteOffset, byteLength),
    checksum: String(checksum),
  };
}

/**
 * Copies the bitmap of a received block into `slot` and answers its checksum, which is not compared. What was decoded
 * is a view that keeps the whole message alive: drop it.
 * @throws {DamagedBlockError} when the block is missing, starts elsewhere or has another length
 */
export function receiveBlock(block: Block | null | undefined, base: bigint, slot: Uint8Array): bigint {
  if (!block) throw new DamagedBlockError(`answer for ${base} holds no block`);
  if (block.base !== String(base)) {
    throw new DamagedBlockError(`block starts at ${block.base} instead of ${base}`);
  }
  if (block.bitmap.length !== slot.length) {
    throw new DamagedBlockError(
      `block at ${base} has ${block.bitmap.length} bytes instead of ${slot.length}`,
    );
  }
  slot.set(block.bitmap);
  return BigInt(block.checksum);
}
