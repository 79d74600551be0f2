import { StreamDecoder } from '@grpc/grpc-js/build/src/stream-decoder.js';
import { Extractor } from '@prime-mesh/contracts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { releaseReceivedPieces } from './release-received-pieces.ts';

test('of a response that was received, nothing is kept', async () => {
  const writes = vi.spyOn(StreamDecoder.prototype, 'write');
  onTestFinished(() => writes.mockRestore());
  await using server = await startExtractor(() => ({ block: { bitmap: Buffer.alloc(1 << 20) } }));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  await client.unary('Extract', {});
  const decoders = new Set(writes.mock.contexts);
  expect(decoders.size).toBe(2); // of the request, of the response
  for (const decoder of decoders) {
    expect(decoder).toMatchObject({
      readPartialMessage: [],
      readCompressFlag: { buffer: { byteLength: 1 } },
    });
  }
});

test('the head of a message is kept when it comes with the end of the one before', () => {
  expect(releaseReceivedPieces()).toBe(true);
  const compressed = Buffer.of(1, 0, 0, 0, 1, 7);
  const decoder = new StreamDecoder(-1);
  const [first] = decoder.write(Buffer.concat([Buffer.of(0, 0, 0, 0, 1, 5), compressed.subarray(0, 1)]));
  expect(first).toEqual(Buffer.of(0, 0, 0, 0, 1, 5));
  expect(decoder.write(compressed.subarray(1))).toEqual([compressed]);
});
