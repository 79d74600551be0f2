import { status } from '@grpc/grpc-js';
import { copyBytes } from './copy-bytes.ts';
import type { Block, BlockInput } from './generated/primemesh/v1/Block.ts';

/** A received block that is not the one that was asked for. */
export class DamagedBlockError extends Error {
  override readonly name = 'DamagedBlockError';
  readonly code = status.DATA_LOSS;
}

/** Makes the message of a block. Nothing is copied: `bitmap` must stay as it is until the message is serialized. */
export function encodeBlock(base: bigint, bitmap: Uint8Array, checksum: bigint): BlockInput {
  return { base: String(base), bitmap, checksum: String(checksum) };
}

/**
 * Moves the bitmap of a received block into `slot` and returns its checksum, which it does not compare. Afterwards the
 * bitmap of `block` is empty.
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
  copyBytes(block.bitmap, slot);
  free(block.bitmap);
  return BigInt(block.checksum);
}

/**
 * Gives the memory of a received message back at once. Left to the garbage collector, it starts a collection of the
 * whole heap every few blocks, since V8 counts such memory. Short messages may share theirs with others.
 */
function free({ buffer, byteLength }: Uint8Array): void {
  if (byteLength > Buffer.poolSize && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
