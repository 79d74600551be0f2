import { expect, test } from 'vitest';
import { encodeBlock, receiveBlock } from './block-codec.ts';
import { Transformer } from './definitions.ts';
import { frameMessage, giveBack } from './serialize-block.ts';

const { responseSerialize, responseDeserialize } = Transformer.Transform;

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
    const sent = responseSerialize({
      block: encodeBlock(30n, bitmap, 7n),
      usages: [usage],
      to: '10000000000000000000',
    });
    const { block, usages, to } = responseDeserialize(Buffer.from(sent));
    const slot = new Uint8Array(length);
    expect(receiveBlock(block, 30n, slot)).toBe(7n);
    expect(Buffer.compare(slot, bitmap)).toBe(0);
    expect(usages).toMatchObject([usage]);
    expect(to).toBe('10000000000000000000');
  },
);

test('an answer without a block is sent as it is', () => {
  expect(responseDeserialize(responseSerialize({ to: '31' }))).toMatchObject({ block: null, to: '31' });
});

test('a received block gives its memory back', () => {
  const sent = responseSerialize({ block: encodeBlock(0n, new Uint8Array(2 ** 20), 0n) });
  const { block } = responseDeserialize(Buffer.from(sent));
  expect(block?.bitmap).toHaveLength(2 ** 20);
  receiveBlock(block, 0n, new Uint8Array(2 ** 20));
  expect(block?.bitmap).toHaveLength(0);
});

test('a message gets its head where it lies, and its memory is used again when it is given back', () => {
  const serialize = (fill: number): Buffer =>
    responseSerialize({ block: encodeBlock(0n, new Uint8Array(2 ** 20).fill(fill), 0n) });
  const first = serialize(1);
  const frame = frameMessage(first);
  expect(frame.buffer).toBe(first.buffer);
  expect([frame.readUInt8(0), frame.readUInt32BE(1)]).toEqual([0, first.length]);
  expect(frame.subarray(5).equals(first)).toBe(true);
  expect(serialize(2).buffer).not.toBe(first.buffer);
  giveBack(first);
  giveBack(first); // of no effect
  expect(serialize(3).buffer).toBe(first.buffer);
  expect(serialize(4).buffer).not.toBe(first.buffer);
});

test('a message that was not put together here is framed in new memory', () => {
  const message = Buffer.from('abc');
  expect(frameMessage(message)).toEqual(Buffer.from('\0\0\0\0\x03abc'));
  giveBack(message);
});
