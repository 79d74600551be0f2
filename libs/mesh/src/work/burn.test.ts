import { setEnvironmentData } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import { recordedSpan, takeRecorded } from '../testing/record-telemetry.ts';
import { withBaggage } from '../testing/with-baggage.ts';
import type { Description, Work } from '../testing/work.task.ts';
import { createPool } from './pool.ts';

// The table of baggage keys has faults of the real services only. A thread is told its service by the environment data.
vi.mock(import('@prime-mesh/telemetry'), async (load) => ({
  ...(await load()),
  serviceName: () => 'loader',
}));
setEnvironmentData('prime-mesh.service.name', 'loader');

const startPool = () =>
  createPool<Work, Description>({
    name: 'burning',
    worker: new URL('../testing/work.task.ts', import.meta.url),
    span: 'test work',
    threads: 1,
    maxQueue: 1,
    workerData: { slots: 1 },
  });

test('a task burns the CPU time that was ordered, and its span says so', async () => {
  await using pool = startPool();
  const { cpuSeconds } = await withBaggage({ 'mesh.fault.loader': 'cpu:200ms' }, async () =>
    pool.run({ do: 'describe' }),
  );
  expect(cpuSeconds).toBeGreaterThanOrEqual(0.2);
  expect(cpuSeconds).toBeLessThan(2);
  const { events } = await recordedSpan(({ name }) => name === 'test work');
  expect(events).toMatchObject([
    { name: 'fault.injected', attributes: { 'mesh.fault': 'mesh.fault.loader=cpu:200ms' } },
  ]);
});

test.each(['mesh.fault.extractor', 'mesh.fault.loader'])(
  'without such an order for it none is burnt: %s',
  async (key) => {
    takeRecorded();
    await using pool = startPool();
    const fault = key === 'mesh.fault.loader' ? 'delay:1000ms' : 'cpu:1000ms';
    const { cpuSeconds } = await withBaggage({ [key]: fault }, async () => pool.run({ do: 'describe' }));
    expect(cpuSeconds).toBeLessThan(0.5);
    expect((await recordedSpan(({ name }) => name === 'test work')).events).toEqual([]);
  },
);

test('a cancelled task stops burning', async () => {
  await using pool = startPool();
  await pool.ready;
  const abort = new AbortController();
  const burning = withBaggage({ 'mesh.fault.loader': 'cpu:20000ms' }, async () =>
    pool.run({ do: 'describe' }, { signal: abort.signal }),
  );
  setImmediate(() => abort.abort(new Error('enough')));
  const { output, cpuSeconds } = await burning;
  expect(output.wasCancelled).toBe(true);
  expect(cpuSeconds).toBeLessThan(10);
});
