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

/** Room in front of a message for the head that gRPC gives it: compressed or not, and its length in 4 bytes. */
const headBytes = 5;

/** Memory that waits for the next message; what a burst has taken beyond that is left to the garbage collector. */
const idle: Buffer[] = [];
const maxIdle = 16;

/** Where each message lies that was put together here. */
const memories = new WeakMap<Buffer, Buffer>();

/**
 * Makes a serializer that writes the bitmap of a block once, into memory with room for the head of gRPC, which a later
 * message uses again after `giveBack`. protobufjs takes new memory for each message and grpc-js once more for its head,
 * which for messages of megabytes costs more than the copies, and garbage collection on top.
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

    const memory = takeMemory(headBytes + rest.length + bitmap.length + 1 + 2 * maxVarintBytes);
    let at = memory.writeUInt8(blockTag, headBytes);
    at = writeVarint(length + 1 + varintLength(bitmap.length) + bitmap.length, memory, at);
    at += rest.copy(memory, at, start, end);
    at = memory.writeUInt8(bitmapTag, at);
    at = writeVarint(bitmap.length, memory, at);
    at += copyBytes(bitmap, memory, at);
    at += rest.copy(memory, at, end);
    const bytes = memory.subarray(headBytes, at);
    memories.set(bytes, memory);
    return bytes;
  };
}

/** A message with its head, as gRPC sends it. Of a block nothing is copied. */
export function frameMessage(message: Buffer): Buffer {
  const frame =
    memories.get(message)?.subarray(0, headBytes + message.length) ??
    Buffer.concat([Buffer.alloc(headBytes), message]);
  frame.writeUInt8(0, 0); // not compressed
  frame.writeUInt32BE(message.length, 1);
  return frame;
}

/** Takes back the memory of a message that was sent; what was not put together here is left alone. */
export function giveBack(message: Buffer): void {
  const memory = memories.get(message);
  if (memory && memories.delete(message) && idle.length < maxIdle) idle.push(memory);
}

function takeMemory(bytes: number): Buffer {
  const memory = idle.pop();
  return memory && memory.length >= bytes ? memory : Buffer.allocUnsafeSlow(bytes);
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
function writeVarint(value: number, bytes: Buffer, offset: number): number {
  let rest = value;
  let end = offset;
  for (; rest >= 0x80; rest >>>= 7) end = bytes.writeUInt8((rest & 0x7f) | 0x80, end);
  return bytes.writeUInt8(rest, end);
}
