import { expect, test } from 'vitest';
import { encodeBlock, receiveBlock } from './block-codec.ts';
import { Transformer } from './definitions.ts';

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
