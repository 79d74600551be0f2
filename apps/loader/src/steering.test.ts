import { context, propagation } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { startLoader, type TestLoader } from './testing/loader.ts';
import { recordedSpans } from '@prime-mesh/mesh/testing/record-telemetry';

const request = { range: { from: '0', to: '1000000' }, blockBytes: 8192 };

async function run(loader: TestLoader, entries: Record<string, string>) {
  const pairs = Object.entries(entries).map(([key, value]) => [key, { value }]);
  const baggage = propagation.createBaggage(Object.fromEntries(pairs));
  return context.with(propagation.setBaggage(context.active(), baggage), async () => loader.run(request));
}

test('a synthetic run is verified, says so, and leaves nothing in the store', async () => {
  await using loader = await startLoader();
  const events = await run(loader, { 'mesh.synthetic': 'true' });
  const finished = events.at(-1)?.finished?.run;
  expect(finished).toMatchObject({ state: 'RUN_STATE_FINISHED', synthetic: true, blocksStored: '5' });
  expect(finished?.facts).toMatchObject({ count: '78498' });
  expect(Number(finished?.verification?.sampledPrimes)).toBeGreaterThan(0);
  expect(await loader.store.listRuns(10)).toEqual([]);
  expect(await loader.store.listBlocks(finished?.id ?? '', 0, 10)).toEqual([]);
});

test('mesh.synthetic=false is a run like any other', async () => {
  await using loader = await startLoader();
  const events = await run(loader, { 'mesh.synthetic': 'false' });
  expect(events.at(-1)?.finished?.run).toMatchObject({ synthetic: false });
  expect(await loader.store.listRuns(10)).toHaveLength(1);
});

test('a fault of one service is not one of another', async () => {
  await using loader = await startLoader();
  const events = await run(loader, { 'mesh.fault.extractor': 'status:DATA_LOSS' });
  expect(events.at(-1)?.finished).toBeTruthy();
});

test.each([
  ['error:1', { code: 13, message: /ordered by mesh\.fault\.loader=error:1/ }],
  ['status:DATA_LOSS', { code: 15, message: /ordered by mesh\.fault\.loader=status:DATA_LOSS/ }],
  ['status:RESOURCE_EXHAUSTED', { code: 8, message: /ordered by/ }],
])('mesh.fault.loader=%s fails the call', async (order, { code, message }) => {
  await using loader = await startLoader();
  const failed = run(loader, { 'mesh.fault.loader': order });
  await expect(failed).rejects.toMatchObject({ code });
  await expect(failed).rejects.toThrow(message);
});

test('mesh.fault.loader=error:0 fails none', async () => {
  await using loader = await startLoader();
  expect((await run(loader, { 'mesh.fault.loader': 'error:0' })).at(-1)?.finished).toBeTruthy();
});

test('mesh.fault.loader=delay:300ms delays the call', async () => {
  await using loader = await startLoader();
  const startedAt = performance.now();
  await run(loader, { 'mesh.fault.loader': 'delay:300ms' });
  expect(performance.now() - startedAt).toBeGreaterThan(290);
});

test('mesh.fault.loader=cpu:50ms is burnt on the worker threads, where it is charged', async () => {
  await using loader = await startLoader();
  await run(loader, { 'mesh.fault.loader': 'cpu:50ms', 'mesh.tenant': 'burner' });
  const isBurnt = ({ name, attributes }: ReturnType<typeof recordedSpans>[number]) =>
    name === 'verify block' && attributes['mesh.tenant'] === 'burner';
  await expect.poll(() => recordedSpans().filter(isBurnt).length, { timeout: 5_000 }).toBe(5);
  for (const { attributes } of recordedSpans().filter(isBurnt))
    expect(attributes['mesh.thread.cpu.time']).toBeGreaterThan(0.049);
});
