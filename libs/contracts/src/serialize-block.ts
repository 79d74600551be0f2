import { copyBytes } from './copy-bytes.ts';
import type { BlockInput } from './generated/primemesh/v1/Block.ts';

/** A message whose field 1 is a block. */
interface WithBlock {
  readonly block?: BlockInput | null;
}

/** Tags of the length-delimited fields 1, the block, and 2, its bitmap: https://protobuf.dev/programming-guides/encoding/ */
const blockTag = 0x0a;
const bitmapTag = 0x12;

/** Most bytes of a length below 2^32. */
const maxVarintBytes = 5;

/** Where messages are put together, for as long as this thread lives. */
let workspace = Buffer.alloc(0);

/**
 * Makes a serializer that writes the bitmap of a block once, into memory that the next message uses again. protobufjs
 * takes new memory for each message, which for messages of megabytes costs more than the copy, and garbage collection
 * on top. gRPC frames what it is given at once, in memory of its own.
 * @param serialize writes fields in the order of their numbers, as protobufjs does
 */
export function serializingBlocksInPlace<T extends WithBlock>(
  serialize: (message: T) => Buffer,
): (message: T) => Buffer {
  return (message) => {
    const bitmap = message.block?.bitmap;
    if (!(bitmap instanceof Uint8Array) || bitmap.length === 0) return serialize(message);
    const rest = serialize({ ...message, block: { ...message.block, bitmap: undefined } });
    if (rest[0] !== blockTag) throw new TypeError('message does not begin with a block');
    const { value: length, end: start } = readVarint(rest, 1);
    const end = start + length;

    reserve(rest.length + bitmap.length + 1 + 2 * maxVarintBytes);
    let at = workspace.writeUInt8(blockTag, 0);
    at = writeVarint(length + 1 + varintLength(bitmap.length) + bitmap.length, at);
    at += rest.copy(workspace, at, start, end);
    at = workspace.writeUInt8(bitmapTag, at);
    at = writeVarint(bitmap.length, at);
    at += copyBytes(bitmap, workspace, at);
    at += rest.copy(workspace, at, end);
    return workspace.subarray(0, at);
  };
}

function reserve(bytes: number): void {
  if (workspace.length < bytes) workspace = Buffer.allocUnsafeSlow(bytes);
}

function readVarint(bytes: Buffer, offset: number): { value: number; end: number } {
  let value = 0;
  for (let end = offset, shift = 0; ; shift += 7) {
    const byte = bytes.readUInt8(end++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end };
  }
}

function varintLength(value: number): number {
  return Math.max(1, Math.ceil((32 - Math.clz32(value)) / 7));
}

/** Answers where it ends. */
function writeVarint(value: number, offset: number): number {
  let rest = value;
  let end = offset;
  for (; rest >= 0x80; rest >>>= 7) end = workspace.writeUInt8((rest & 0x7f) | 0x80, end);
  return workspace.writeUInt8(rest, end);
}
