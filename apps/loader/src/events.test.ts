import { names } from '@prime-mesh/telemetry';
import { expect, test } from 'vitest';
import { startLoader } from './testing/loader.ts';
import { metricPoints, recordedSpans } from '@prime-mesh/mesh/testing/record-telemetry';
import { answerRightly } from './testing/transformer.ts';

const { attributes, metrics } = names;

const values = async ({ name }: { name: string }) => (await metricPoints(name)).map(({ value }) => value);

/** How many values a histogram has, by one of its attributes. */
const counts = async ({ name }: { name: string }, attribute: string) =>
  Object.fromEntries(
    (await metricPoints(name)).map((point) => [
      point.attributes[attribute],
      (point.value as { count: number }).count,
    ]),
  );

test('what runs do is counted', async () => {
  await using loader = await startLoader(async (asked, call) => {
    return asked.range?.to === '60' ? {} : answerRightly(asked, call);
  });
  const startedAt = performance.now();
  await loader.run({ range: { from: '0', to: '1000000' }, blockBytes: 4096 });
  await expect(loader.run({ range: { from: '30', to: '60' } })).rejects.toThrow('corrupt 3 times');
  const elapsedSeconds = (performance.now() - startedAt) / 1000;

  expect(await values(metrics.runsActive)).toEqual([0]);
  expect(await values(metrics.blocks)).toEqual([9]);
  expect(await values(metrics.primes)).toEqual([78_498]);
  expect(await values(metrics.numbers)).toEqual([1_000_000]);
  expect(await values(metrics.blockRefused)).toEqual([3]);
  expect(await counts(metrics.storeDuration, attributes.storeOperation)).toEqual({
    add_run: 2,
    add_block: 9,
    save_run: 2,
  });
  expect(await counts(metrics.runDuration, attributes.outcome)).toEqual({ finished: 1, failed: 1 });
  for (const value of await values(metrics.runDuration)) {
    expect((value as { sum: number }).sum).toBeLessThan(elapsedSeconds + 1);
  }
});

test('the span of a call names its run, and that of a block says why it failed', async () => {
  await using loader = await startLoader(() => {
    throw new Error('no');
  });
  await expect(loader.run({ range: { from: '0', to: '30' } })).rejects.toThrow();
  const [run] = await loader.store.listRuns(1);
  const spansOf = (name: string) =>
    recordedSpans().filter((span) => span.name === name && span.traceId === run?.traceId);
  const ofCalls = () => spansOf('primemesh.v1.Loader/Run').map((span) => span.attributes[attributes.runId]);
  await expect.poll(ofCalls, { timeout: 10_000, message: 'span of the call' }).toContain(run?.id);
  expect(spansOf(names.spans.load)).toMatchObject([
    { status: { code: 2, message: run?.error }, events: [{ name: 'exception' }] },
  ]);
});
