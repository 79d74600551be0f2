import { status, type ServiceDefinition } from '@grpc/grpc-js';
import { Extractor, Loader, Transformer } from '@prime-mesh/contracts';
import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { withBlockFrames } from './send-blocks-in-place.ts';

const bytes = 2 ** 20;

/** An extractor whose blocks are full of the sieve limit they are asked with. */
const startFilling = () =>
  startExtractor(({ sieveLimit }) => ({ block: { bitmap: Buffer.alloc(bytes, sieveLimit) }, sieveLimit }));

test('blocks are sent from the same memory, one after the other', async () => {
  const writes = vi.spyOn(Duplex.prototype, 'write');
  onTestFinished(() => writes.mockRestore());
  await using server = await startFilling();
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  for (const sieveLimit of [1, 2, 3, 4]) await client.unary('Extract', { sieveLimit });
  const frames = writes.mock.calls.map(([chunk]) => chunk as Buffer).filter(({ length }) => length > bytes);
  expect(frames).toHaveLength(4);
  expect(new Set(frames.map(({ buffer }) => buffer)).size).toBe(1);
});

test('of all methods those are marked whose response begins with a block', () => {
  const services = [Extractor, Transformer, Loader] as unknown as ServiceDefinition[];
  const marked = services.flatMap((definition) =>
    Object.values(withBlockFrames(definition)).filter(
      ({ responseSerialize }) => 'frame' in responseSerialize,
    ),
  );
  expect(marked.map(({ path }) => path)).toEqual([Extractor.Extract.path, Transformer.Transform.path]);
});

/** Resolves after so many turns of the event loop, each of which moves blocks on their way. */
async function afterTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}

test('blocks on their way at once arrive as they are, whichever calls are cancelled', async () => {
  await using server = await startFilling();
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  const calls = Array.from({ length: 60 }, async (_, index) => {
    const abort = new AbortController();
    if (index % 3 === 0) void afterTurns(index).then(() => abort.abort(new Error('enough')));
    const { block } = await client.unary('Extract', { sieveLimit: index }, { signal: abort.signal });
    return block?.bitmap.equals(Buffer.alloc(bytes, index));
  });
  const outcomes = await Promise.allSettled(calls);
  const arrived = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(arrived.length).toBeGreaterThanOrEqual(40);
  expect(arrived.filter(({ value }) => value !== true)).toEqual([]);
});

test('a response beyond the bound is refused, as by grpc-js itself', async () => {
  await using server = await startExtractor(() => ({ block: { bitmap: Buffer.alloc(16 * bytes) } }));
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
  await expect(client.unary('Extract', {})).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
});
