import { MeshError, type CallScope } from '@prime-mesh/mesh';
import { checksum } from '@prime-mesh/primes';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { startLoader, type TestLoader } from './testing/loader.ts';
import { recordedSpans, type SpanRecord } from '@prime-mesh/mesh/testing/record-telemetry';
import { answerRightly, startTransformer, type Transform } from './testing/transformer.ts';

const written = vi.spyOn(process.stdout, 'write');

const request = { range: { from: '0', to: '1000000' }, blockBytes: 4096 };

/** Flips the lowest bit of a byte in the middle; with `sealed`, the checksum is made to fit. */
async function damaged(asked: Parameters<Transform>[0], call: Parameters<Transform>[1], sealed = false) {
  const answer = await answerRightly(asked, call);
  const bitmap = answer.block?.bitmap;
  if (!(bitmap instanceof Uint8Array)) throw new Error('no bitmap');
  const middle = bitmap.length >> 1;
  bitmap[middle] = (bitmap[middle] ?? 0) ^ 1;
  if (sealed && answer.block) answer.block.checksum = String(checksum(bitmap));
  return answer;
}

async function lastRun({ store }: TestLoader) {
  const [run] = await store.listRuns(1);
  return run;
}

/** Waits, within 10 s, until the newest run looks like this. */
const untilLastRun = (loader: TestLoader, wanted: object): Promise<void> =>
  expect.poll(() => lastRun(loader), { timeout: 10_000, message: 'the newest run' }).toMatchObject(wanted);

/** Ends with the call, whose deadline bounds it. */
async function untilCancelled({ signal }: CallScope): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

test('a damaged block is refused, asked for again, counted and never stored', async () => {
  let calls = 0;
  await using loader = await startLoader((asked, call) =>
    ++calls === 4 ? damaged(asked, call) : answerRightly(asked, call),
  );
  const run = (await loader.run(request)).at(-1)?.finished?.run;
  expect(run).toMatchObject({ facts: { count: '78498' }, verification: { blocksRefused: '1' } });
  expect(calls).toBe(10);
});

test('a block that stays damaged fails the run with DATA_LOSS after three attempts', async () => {
  await using loader = await startLoader((asked, call) =>
    asked.range?.from === '368640' ? damaged(asked, call) : answerRightly(asked, call),
  );
  await expect(loader.run(request)).rejects.toMatchObject({
    code: 15,
    message: expect.stringContaining('block 3 from 368640 was corrupt 3 times'),
  });
  const run = await lastRun(loader);
  expect(run).toMatchObject({ state: 'FAILED', blocksRefused: 3 });
  // The failure stops those before it, too, so that up to three are stored.
  const stored = await loader.store.listBlocks(run?.id ?? '', 0, 100);
  expect(stored.map(({ index }) => index)).toEqual([0, 1, 2].slice(0, run?.blocksStored));
});

test('a wrong prime that the checksum and the samples let pass is found by the audit', async () => {
  await using loader = await startLoader((asked, call) => damaged(asked, call, true));
  const whole = { range: request.range, blockBytes: 40_000, audit: true };
  await expect(loader.run(whole)).rejects.toMatchObject({ code: 15 });
  expect(await lastRun(loader)).toMatchObject({ state: 'FAILED' });
});

test.each([
  ['shares busy processes', { cpuEndSeconds: 1_000, threadCpuSeconds: 0 }, undefined],
  ['took long itself', { cpuEndSeconds: 1, threadCpuSeconds: 1_000 }, '4832'],
])('a run that %s is counted again only if that is cheap beside its own work', async (_, usage, count) => {
  await using loader = await startLoader(async (asked, call) => {
    const answer = await answerRightly(asked, call);
    return { ...answer, usages: [{ service: 'transformer', instanceId: 'a', ...usage }] };
  });
  const request = { range: { from: '1000000000', to: '1000100000' }, blockBytes: 4096 };
  const run = (await loader.run(request)).at(-1)?.finished?.run;
  expect(run?.facts?.count).toBe('4832');
  expect(run?.verification?.auditCount).toBe(count);
});

test.each([
  ['an answer without a block', async () => ({})],
  [
    'a block of another range',
    (asked, call) => answerRightly({ ...asked, range: { from: '90', to: '1000' } }, call),
  ],
] satisfies [string, Transform][])('%s is refused', async (_, transform) => {
  await using loader = await startLoader(transform);
  await expect(loader.run(request)).rejects.toMatchObject({ code: 15 });
});

test('an error of the transformer fails the run with its status at once, and stops the blocks before it', async () => {
  let cancelled = 0;
  await using loader = await startLoader(async (asked, call) => {
    if (asked.range?.from !== '0') throw new MeshError(8, 'no room');
    await untilCancelled(call);
    cancelled++;
    throw call.signal.reason;
  });
  await expect(loader.run(request)).rejects.toMatchObject({
    code: 8,
    message: expect.stringContaining('no room'),
  });
  expect(await lastRun(loader)).toMatchObject({ state: 'FAILED', error: expect.stringContaining('no room') });
  await expect.poll(() => cancelled, { timeout: 10_000, message: 'cancelled blocks' }).toBe(1);
});

test('a transformer that cannot be reached fails the run with its address', async () => {
  const transformer = await startTransformer();
  await transformer[Symbol.asyncDispose]();
  await using loader = await startLoader(transformer);
  await expect(loader.run(request)).rejects.toMatchObject({
    code: 14,
    message: expect.stringContaining(`127.0.0.1:${transformer.port}`),
  });
  expect(await lastRun(loader)).toMatchObject({ state: 'FAILED', blocksStored: 0 });
});

const hang: Transform = async (asked, call) => {
  if (asked.range?.from === '0') return answerRightly(asked, call);
  await untilCancelled(call);
  throw call.signal.reason;
};

/** The last line of the log that is about a run. */
const lastRunLine = (): unknown => {
  const lines = written.mock.calls
    .map(([chunk]) => String(chunk))
    .filter((line) => line.includes('"event":"run.'));
  return JSON.parse(lines.at(-1) ?? '{}');
};

test('a caller that goes away cancels the run, and what was stored stays', async () => {
  await using loader = await startLoader(hang);
  for await (const { event } of loader.client.stream('Run', request)) if (event === 'blockStored') break;
  await untilLastRun(loader, { state: 'CANCELLED', blocksStored: 1, error: '' });
  await expect
    .poll(lastRunLine, { timeout: 10_000 })
    .toMatchObject({ level: 'info', event: 'run.cancelled' });
  expect(lastRunLine()).not.toHaveProperty('exception.stacktrace');
});

test('a deadline that passes cancels the run', async () => {
  await using loader = await startLoader(hang);
  const stream = loader.client.stream('Run', request, { deadlineMs: Date.now() + 500 });
  await expect(drain(stream)).rejects.toMatchObject({ code: 4 });
  await untilLastRun(loader, { state: 'CANCELLED' });
  await expect
    .poll(lastRunLine, { timeout: 10_000 })
    .toMatchObject({ level: 'info', event: 'run.cancelled' });
});

test('a loader that stops fails the run before it closes the store', async () => {
  const loader = await startLoader(hang);
  const saved = vi.spyOn(loader.store, 'saveRun');
  const running = loader.run(request);
  running.catch(() => {});
  await untilLastRun(loader, { blocksStored: 1 });
  loader.stop();
  await loader[Symbol.asyncDispose]();
  await expect(running).rejects.toThrow();
  expect(saved.mock.lastCall?.[0]).toMatchObject({ state: 'FAILED', error: 'loader stopped' });
  await expect(saved.mock.results.at(-1)?.value).resolves.toBeUndefined();
});

/** A transformer that first reads all that was sent to this process, and counts the most calls it had at once. */
function countingCalls(): { transform: Transform; most: () => number } {
  let now = 0;
  let most = 0;
  const transform: Transform = async (asked, call) => {
    most = Math.max(most, ++now);
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    now--;
    return answerRightly(asked, call);
  };
  return { transform, most: () => most };
}

test('no more blocks than asked are at the transformer at once', async () => {
  const { transform, most } = countingCalls();
  await using loader = await startLoader(transform);
  await loader.run({ ...request, inFlight: 2 });
  expect(most()).toBe(2);
});

test('runs share the slots: together they have no more blocks in memory', async () => {
  const { transform, most } = countingCalls();
  await using loader = await startLoader(transform, { LOADER_SLOTS: '4' });
  const runs = await Promise.all([1, 2, 3].map(() => loader.run(request)));
  expect(runs.map((events) => events.at(-1)?.finished?.run?.facts?.count)).toEqual([
    '78498',
    '78498',
    '78498',
  ]);
  expect(most()).toBeLessThanOrEqual(4);
});

test('a run is one trace: call, block, transform, verify in a thread, store', async () => {
  await using loader = await startLoader();
  const run = (await loader.run({ range: { from: '0', to: '200000' }, blockBytes: 4096 })).at(-1)?.finished
    ?.run;
  await expect
    .poll(() => spansOf(run?.traceId).map(({ name }) => name), {
      timeout: 10_000,
      message: 'spans of the run',
    })
    .toContain('primemesh.v1.Loader/Run');
  const spans = spansOf(run?.traceId);
  const blocks = spans.filter(({ name }) => name === 'load block');
  expect(new Set(blocks.map(({ attributes }) => attributes['mesh.block.index']))).toEqual(new Set([0, 1]));
  for (const block of blocks) {
    const below = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === block.id);
    expect(below.map(({ name }) => name).toSorted()).toEqual([
      'primemesh.v1.Transformer/Transform',
      'store block',
      'verify block',
    ]);
    expect(block.attributes['mesh.run.id']).toBe(run?.id);
  }
  const { blocks: stored } = await loader.client.unary('GetRun', { runId: run?.id ?? '', maxBlocks: 10 });
  expect(stored.map(({ spanId }) => spanId).toSorted()).toEqual(blocks.map(({ id }) => id).toSorted());
});

function spansOf(traceId: string | undefined): SpanRecord[] {
  return recordedSpans().filter((span) => span.traceId === traceId);
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}
