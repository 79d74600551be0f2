import { copyBytes, type BlockInput } from '@prime-mesh/contracts';

/** A message whose field 1 is a block. */
export interface WithBlock {
  readonly block?: BlockInput | null;
}

/** A message as gRPC sends it, its head in front. */
export interface Frame {
  readonly bytes: Buffer;
  /** Lets a later frame use the memory. Call it when the frame is sent; a second time it does nothing. */
  readonly giveBack: () => void;
}

/** Tags of the length-delimited fields 1, the block, and 2, its bitmap: https://protobuf.dev/programming-guides/encoding/ */
const blockTag = 0x0a;
const bitmapTag = 0x12;

/** Most bytes of a length below 2^32. */
const maxVarintBytes = 5;

/** The head of a message: whether it is compressed, and its length in 4 bytes. */
const headBytes = 5;

/** Memory that waits for the next frame. What a burst takes beyond that is left to the garbage collector. */
const idle: Buffer[] = [];
const maxIdle = 16;

/**
 * Frames a message, and writes the bitmap of its block once, to where it is sent from.
 * @param serialize writes the fields of a message in the order of their numbers, as protobufjs does
 */
export function frameBlock<T extends WithBlock>(message: T, serialize: (message: T) => Buffer): Frame {
  const bitmap = message.block?.bitmap;
  if (!(bitmap instanceof Uint8Array) || bitmap.length === 0) return frameCopy(serialize(message));
  const rest = serialize({ ...message, block: { ...message.block, bitmap: undefined } });
  if (rest[0] !== blockTag) return frameCopy(serialize(message));
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
  writeHead(memory, at - headBytes);

  let isOut = true;
  const giveBack = (): void => {
    if (isOut && idle.length < maxIdle) idle.push(memory);
    isOut = false;
  };
  return { bytes: memory.subarray(0, at), giveBack };
}

/** Frames a serialized message in new memory, as grpc-js does. */
function frameCopy(message: Buffer): Frame {
  const bytes = Buffer.concat([Buffer.alloc(headBytes), message]);
  writeHead(bytes, message.length);
  return { bytes, giveBack: () => {} };
}

function writeHead(frame: Buffer, messageBytes: number): void {
  frame.writeUInt8(0, 0); // not compressed
  frame.writeUInt32BE(messageBytes, 1);
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

/** Returns where the number ends. */
function writeVarint(value: number, bytes: Buffer, offset: number): number {
  let rest = value;
  let end = offset;
  for (; rest >= 0x80; rest >>>= 7) end = bytes.writeUInt8((rest & 0x7f) | 0x80, end);
  return bytes.writeUInt8(rest, end);
}
