import { BaseServerInterceptingCall } from '@grpc/grpc-js/build/src/server-interceptors.js';
import { StreamDecoder } from '@grpc/grpc-js/build/src/stream-decoder.js';
import { Extractor } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { createClient } from '../call/client.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { takeLogs } from '../testing/record-telemetry.ts';
import { applyWorkArounds } from './apply-work-arounds.ts';
import { internalClass } from './internals.ts';

const patched = (): unknown[] => [
  Reflect.get(StreamDecoder.prototype, 'write'),
  Reflect.get(BaseServerInterceptingCall.prototype, 'sendMessage'),
];

test('with the pinned grpc-js every work-around applies, once', async () => {
  const before = patched();
  await using _client = createClient(Extractor, '127.0.0.1:1', { deadlineMs: 1 });
  const after = patched();
  for (const [index, method] of after.entries()) expect(method).not.toBe(before[index]);
  applyWorkArounds();
  expect(patched()).toEqual(after);
  await using _server = await startExtractor(() => ({}));
  expect(takeLogs()).toEqual([]);
});

test.each([
  ['no-such-module', 'StreamDecoder', ['write']],
  ['stream-decoder', 'NoSuchClass', ['write']],
  ['stream-decoder', 'StreamDecoder', ['write', 'noSuchMethod']],
])('of %s, %s with %j is not found', (module, name, methods) => {
  expect(internalClass(module, name, methods)).toBeUndefined();
});
