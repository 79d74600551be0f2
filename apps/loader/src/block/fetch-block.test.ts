import { expect, test } from 'vitest';
import { startLoader } from '../testing/loader.ts';

test('each block is verified by 500 samples of either kind, drawn from a seed of its own', async () => {
  await using loader = await startLoader();
  const events = await loader.run({ range: { from: '0', to: '1000000' }, blockBytes: 4096 });
  const run = events.at(-1)?.finished?.run;
  expect(run).toMatchObject({ blocksStored: '9' });
  expect(run?.verification).toMatchObject({ sampledPrimes: '4500', sampledComposites: '4500' });
  const steps = loader.verifySteps();
  expect(steps.map(({ samples }) => samples)).toEqual(Array(9).fill(500));
  expect(new Set(steps.map(({ seed }) => seed)).size).toBe(9);
  expect(steps.map(({ seed }) => String(seed))).toContain(run?.verification?.seed);
});
