import { expect, test } from 'vitest';
import { startLoader } from './testing/loader.ts';

test('a run over a range finds π(10^7), its sum, twins, gap and largest prime', async () => {
  await using loader = await startLoader();
  const events = await loader.run({ range: { from: '0', to: '10000000' }, blockBytes: 16_384, audit: true });
  expect(events.at(-1)?.finished?.run?.facts).toEqual({
    count: '664579',
    sum: '3203324994356',
    first: '2',
    last: '9999991',
    maxGap: '154',
    maxGapAfter: '4652353',
    twinPairs: '58980',
  });
});
