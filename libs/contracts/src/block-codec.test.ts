import { expect, test } from 'vitest';
import { encodeBlock, receiveBlock } from './block-codec.ts';
import { Extractor } from './definitions.ts';

const bitmap = new Uint8Array(new SharedArrayBuffer(16), 4, 8).fill(0xa5);
const sent = encodeBlock(1_000_000_000_020n, bitmap, 2n ** 64n - 1n);
const { responseSerialize, responseDeserialize } = Extractor.Extract;
const { block } = responseDeserialize(responseSerialize({ block: sent }));

test('a block is sent from shared memory and received into it', () => {
  const slot = new Uint8Array(new SharedArrayBuffer(8));
  expect(receiveBlock(block, 1_000_000_000_020n, slot)).toBe(2n ** 64n - 1n);
  expect(slot).toEqual(bitmap);
});

test.each([
  [null, 1_000_000_000_020n, 8, 'answer for 1000000000020 holds no block'],
  [block, 1_000_000_000_050n, 8, 'block starts at 1000000000020 instead of 1000000000050'],
  [block, 1_000_000_000_020n, 9, 'block at 1000000000020 has 8 bytes instead of 9'],
])('a block that was not asked for is refused: %#', (received, base, length, message) => {
  expect(() => receiveBlock(received, base, new Uint8Array(length))).toThrow(message);
});

test('a received block gives its memory back', () => {
  const large = responseSerialize({ block: encodeBlock(0n, new Uint8Array(2 ** 20), 0n) });
  const { block: received } = responseDeserialize(Buffer.from(large));
  expect(received?.bitmap).toHaveLength(2 ** 20);
  receiveBlock(received, 0n, new Uint8Array(2 ** 20));
  expect(received?.bitmap).toHaveLength(0);
});
