import { encodeBlock, receiveBlock, Transformer, type TransformResponseInput } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { frameBlock, type Frame } from './block-frame.ts';

const { responseSerialize, responseDeserialize } = Transformer.Transform;
const headBytes = 5;
const frameOf = (message: TransformResponseInput): Frame => frameBlock(message, responseSerialize);

test.each([0, 1, 110, 127, 128, 16_383, 16_384, 2 ** 21])(
  'a block of %d bytes arrives with what follows it',
  (length) => {
    const bitmap = Uint8Array.from({ length }, (_, i) => i % 251);
    const usage = {
      service: 'extractor',
      instanceId: 'a',
      cpuStartSeconds: 1,
      peakRssBytes: '9007199254740993',
    };
    const message = { block: encodeBlock(30n, bitmap, 7n), usages: [usage], to: '10000000000000000000' };
    const { bytes } = frameOf(message);
    const { block, usages, to } = responseDeserialize(Buffer.from(bytes.subarray(headBytes)));
    const slot = new Uint8Array(length);
    expect(receiveBlock(block, 30n, slot)).toBe(7n);
    expect(Buffer.compare(slot, bitmap)).toBe(0);
    expect(usages).toMatchObject([usage]);
    expect(to).toBe('10000000000000000000');
  },
);

test.each([100, 130, 20_000])('a block whose base has %d digits arrives', (digits) => {
  const base = 10n ** BigInt(digits - 1);
  const bitmap = Uint8Array.of(1, 2, 3);
  const { bytes } = frameOf({ block: encodeBlock(base, bitmap, 7n), to: '31' });
  const { block, to } = responseDeserialize(Buffer.from(bytes.subarray(headBytes)));
  const slot = new Uint8Array(3);
  expect(receiveBlock(block, base, slot)).toBe(7n);
  expect([slot, to]).toEqual([bitmap, '31']);
});

test('a response without a block is framed as it is', () => {
  const { bytes } = frameOf({ to: '31' });
  expect(responseDeserialize(bytes.subarray(headBytes))).toMatchObject({ block: null, to: '31' });
});

test('a message whose first field is no block is framed as it is', () => {
  const serialize = (): Buffer => Buffer.from('abc');
  const { bytes, giveBack } = frameBlock({ block: encodeBlock(0n, new Uint8Array(8), 0n) }, serialize);
  expect(bytes).toEqual(Buffer.from('\0\0\0\0\x03abc'));
  giveBack();
});

test('the head says how long the message is, and that it is not compressed', () => {
  const { bytes } = frameOf({ block: encodeBlock(0n, new Uint8Array(2 ** 20).fill(1), 0n) });
  expect([bytes.readUInt8(0), bytes.readUInt32BE(1)]).toEqual([0, bytes.length - headBytes]);
});

test('the memory of a frame is used again when it is given back, and only once', () => {
  const frame = (fill: number): Frame =>
    frameOf({ block: encodeBlock(0n, new Uint8Array(2 ** 20).fill(fill), 0n) });
  const first = frame(1);
  expect(frame(2).bytes.buffer).not.toBe(first.bytes.buffer);
  first.giveBack();
  first.giveBack();
  expect(frame(3).bytes.buffer).toBe(first.bytes.buffer);
  expect(frame(4).bytes.buffer).not.toBe(first.bytes.buffer);
});

test('memory that is too small for a frame is not used for it', () => {
  const small = frameOf({ block: encodeBlock(0n, new Uint8Array(2 ** 10), 0n) });
  small.giveBack();
  const bitmap = new Uint8Array(2 ** 20).fill(1);
  const { block } = responseDeserialize(
    frameOf({ block: encodeBlock(0n, bitmap, 0n) }).bytes.subarray(headBytes),
  );
  expect(Buffer.compare(block?.bitmap ?? Buffer.alloc(0), bitmap)).toBe(0);
});
