import { context, propagation } from '@opentelemetry/api';
import type { RunRequestInput } from '@prime-mesh/contracts';
import { invalidArgument } from '@prime-mesh/mesh';
import { noFacts } from '@prime-mesh/primes';
import { expect, test } from 'vitest';
import { startLoader, type TestLoader } from './testing/loader.ts';
import { answerRightly } from './testing/transformer.ts';

const million: RunRequestInput = { range: { from: '0', to: '1000000' }, blockBytes: 4096 };

async function finish(loader: TestLoader, request: RunRequestInput) {
  const run = (await loader.run(request)).at(-1)?.finished?.run;
  if (!run) throw new Error('the run did not finish');
  return run;
}

async function read(
  loader: TestLoader,
  runId: string,
  from: string,
  to: string,
  limit = 0,
): Promise<bigint[]> {
  const primes: bigint[] = [];
  for await (const { base, offsets } of loader.client.stream('ReadPrimes', {
    runId,
    range: { from, to },
    limit,
  })) {
    primes.push(...offsets.map((offset) => BigInt(base) + BigInt(offset)));
  }
  return primes;
}

test('a run over a range finds π(10^7), its sum, twins, largest gap and prime, and audits them', async () => {
  await using loader = await startLoader();
  const run = await finish(loader, { range: { from: '0', to: '10000000' }, blockBytes: 16_384, audit: true });
  expect(run).toMatchObject({
    state: 'RUN_STATE_FINISHED',
    blocksTotal: '21',
    blocksStored: '21',
    error: '',
  });
  expect(run.facts).toEqual({
    count: '664579',
    sum: '3203324994356',
    first: '2',
    last: '9999991',
    maxGap: '154',
    maxGapAfter: '4652353',
    twinPairs: '58980',
  });
  expect(run.verification).toMatchObject({ auditCount: '664579', blocksRefused: '0' });
});

test('a run says when it began and ended', async () => {
  await using loader = await startLoader();
  const { id, startedAt, finishedAt } = await finish(loader, million);
  const stored = await loader.store.findRun(id);
  const toMs = (time: typeof startedAt): number => Number(time?.seconds) * 1000 + (time?.nanos ?? NaN) / 1e6;
  expect(toMs(startedAt)).toBe(stored?.startedAtMs);
  expect(toMs(finishedAt)).toBe(stored?.finishedAtMs);
});

test('blocks are told in order, between accepted and finished, and can be asked for afterwards', async () => {
  await using loader = await startLoader();
  const events = await loader.run(million);
  const run = events[0]?.accepted?.run;
  expect(run).toMatchObject({ state: 'RUN_STATE_RUNNING', blocksTotal: '9' });
  const blocks = events.flatMap(({ blockStored }) => blockStored?.block ?? []);
  expect(blocks.map(({ index }) => Number(index))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const answer = await loader.client.unary('GetRun', { runId: run?.id ?? '', firstBlock: 2, maxBlocks: 3 });
  expect(answer.run).toEqual(events.at(-1)?.finished?.run);
  expect(answer.blocks).toEqual(blocks.slice(2, 5));
  const page = await loader.client.unary('GetRun', { runId: run?.id ?? '', maxBlocks: 1 });
  expect(page.blocks).toEqual(blocks.slice(0, 1));
});

test('a range of any borders is covered exactly', async () => {
  await using loader = await startLoader();
  // Both borders are primes; the half-open range holds the first only.
  const run = await finish(loader, { range: { from: '31', to: '97' }, audit: true });
  expect(run.facts).toMatchObject({ count: '14', first: '31', last: '89', maxGap: '6', maxGapAfter: '31' });
  const none = await finish(loader, { range: { from: '24', to: '29' } });
  expect(none.facts).toMatchObject({ count: '0', sum: '0', first: '', last: '', maxGap: '0' });
});

test('the next primes are the first ones from the number on', async () => {
  await using loader = await startLoader();
  const run = await finish(loader, { next: { from: '1000000000000', count: 3 } });
  expect(run).toMatchObject({
    primesWanted: 3,
    found: ['1000000000039', '1000000000061', '1000000000063'],
    range: { from: '1000000000000' },
  });
  expect((await finish(loader, { next: { from: '0', count: 5 } })).found).toEqual(['2', '3', '5', '7', '11']);
  expect((await finish(loader, { next: { from: '24', count: 1 } })).found).toEqual(['29']);
});

test('a composite that passes the test of the transformer is no prime of a run, nor damage', async () => {
  await using loader = await startLoader();
  const from = '318665857834031151167461'; // OEIS A014233: passes the strong test to the first 12 prime bases
  const run = await finish(loader, { range: { from, to: '318665857834031151167462' } });
  expect(run).toMatchObject({
    facts: { count: '0', sum: '0', first: '', last: '' },
    verification: { sampledPrimes: '1', blocksRefused: '0' },
  });
  expect(await read(loader, run.id, from, '318665857834031151167462')).toEqual([]);
  // PARI's nextprime. The transformer stops at the composite, so a second block finds the prime.
  const next = await finish(loader, { next: { from, count: 1 } });
  expect(next).toMatchObject({
    found: ['318665857834031151167483'],
    blocksStored: '2',
    facts: { count: '1' },
  });
  expect(next.range).toEqual({ from, to: '318665857834031151167484' });
});

test('a run crosses the end of the sieve', async () => {
  await using loader = await startLoader();
  const end = 2n ** 64n - 2n ** 37n;
  const run = await finish(loader, { range: { from: String(end - 55n), to: String(end + 6n) } });
  expect(run).toMatchObject({ facts: { count: '2', maxGap: '60' }, blocksStored: '2' });
  const nextPrimes = [-55n, 5n, 15n, 47n, 83n].map((offset) => end + offset); // PARI's nextprime
  for (const start of [end - 55n, end - 14n, end - 1n, end, end + 1n]) {
    const { found } = await finish(loader, { next: { from: String(start), count: 3 } });
    expect(found).toEqual(
      nextPrimes
        .filter((prime) => prime >= start)
        .slice(0, 3)
        .map(String),
    );
  }
});

test.each<[string, RunRequestInput, string]>([
  // PARI: 5 primes from 9999999999990 on are beyond 10^13, the largest end of a range that can be audited.
  ['the next primes across the bound', { next: { from: '9999999999990', count: 5 } }, 'count'],
  [
    'as many next primes as can be, from the bound on',
    { next: { from: '10000000000000', count: 71_428 } },
    'count',
  ],
  ['a range without a number that may be prime', { range: { from: '0', to: '1' } }, '0'],
  ['a range that ends at 2', { range: { from: '0', to: '2' } }, '0'],
  ['a range that holds 2', { range: { from: '0', to: '3' } }, '1'],
])('an audit that is asked for is made: %s', async (_, request, count) => {
  await using loader = await startLoader();
  const { facts, verification } = await finish(loader, { ...request, audit: true });
  expect(verification?.auditCount).toBe(count === 'count' ? facts?.count : count);
});

test('an audit says how much CPU time it took, in seconds', async () => {
  await using loader = await startLoader();
  const { verification } = await finish(loader, { next: { from: '10000000000000', count: 1 }, audit: true });
  // π(10^13) twice, 0.7 s each, so that the tick of the CPU clock, 4 ms on some machines, does not matter.
  expect(verification?.auditCpuSeconds).toBeGreaterThan(0.2);
  expect(verification?.auditCpuSeconds).toBeLessThan(20);
});

test('as many next primes as take several windows are found', async () => {
  await using loader = await startLoader();
  const { found, blocksStored } = await finish(loader, {
    next: { from: '2', count: 78_498 },
    blockBytes: 4096,
  });
  expect([found.length, found.at(-1)]).toEqual([78_498, '999983']);
  expect(Number(blocksStored)).toBe(9);
});

test('stored primes are read back by range and limit', async () => {
  await using loader = await startLoader();
  const { id } = await finish(loader, million);
  expect(await read(loader, id, '0', '1000000')).toHaveLength(78_498);
  expect(await read(loader, id, '2', '30')).toEqual([2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n]);
  expect(await read(loader, id, '122870', '122900', 2)).toEqual([122_887n, 122_891n]);
  await expect(read(loader, id, '5', '1000001')).rejects.toThrow('range 5..1000001 is not within 0..1000000');
});

test('of a run that was cut off, primes are read as far as it got, and then that is said', async () => {
  const cut = 4 * 122_880; // at the border of a block
  await using loader = await startLoader(async (asked, call) => {
    if (Number(asked.range?.from) >= cut) throw invalidArgument('the test ends the run here');
    return answerRightly(asked, call);
  });
  await expect(loader.run({ ...million, inFlight: 1 })).rejects.toThrow('the test ends the run here');
  const { runs } = await loader.client.unary('ListRuns', {});
  const { id = '' } = runs[0] ?? {};
  expect(await read(loader, id, '0', `${cut}`)).toHaveLength(40_883); // π(491520)
  const tooFar = {
    code: 9,
    message: expect.stringContaining(
      `run ${id} is FAILED with 4 of 9 blocks: its primes can be read below ${cut}`,
    ),
  };
  await expect(read(loader, id, '0', '1000000')).rejects.toMatchObject(tooFar);
  await expect(read(loader, id, '800000', '900000')).rejects.toMatchObject({ code: 9 });
  expect(await read(loader, id, '0', '1000000', 3)).toEqual([2n, 3n, 5n]);
});

test('primes of blocks stored without bitmaps cannot be read', async () => {
  await using loader = await startLoader(undefined, { LOADER_STORE_BITMAPS: 'false' });
  const { id, facts } = await finish(loader, million);
  expect(facts?.count).toBe('78498');
  await expect(read(loader, id, '0', '10')).rejects.toMatchObject({
    code: 9,
    message: expect.stringContaining('LOADER_STORE_BITMAPS=false'),
  });
});

test('runs are listed newest first, page by page', async () => {
  await using loader = await startLoader();
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.unshift((await finish(loader, { range: { from: '0', to: '100' } })).id);
  const first = await loader.client.unary('ListRuns', { pageSize: 2 });
  const second = await loader.client.unary('ListRuns', { pageSize: 2, pageToken: first.nextPageToken });
  expect([...first.runs, ...second.runs].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(second).toMatchObject({ runs: [expect.anything()], nextPageToken: '' });
  expect(await loader.client.unary('ListRuns', { pageSize: 3 })).toMatchObject({ nextPageToken: '' });
});

test('a list of runs holds no found primes, however many there are', async () => {
  await using loader = await startLoader();
  const request = { next: { from: '0', count: 200_000 } };
  const [first, second] = [await finish(loader, request), await finish(loader, request)];
  expect([first.found.length, first.found.at(-1)]).toEqual([200_000, '2750159']);
  const { runs } = await loader.client.unary('ListRuns', {});
  expect(runs).toEqual([second, first].map((run) => ({ ...run, found: [] })));
  const { run } = await loader.client.unary('GetRun', { runId: first.id });
  expect(run).toEqual(first);
});

test('pages end where a message would grow too large, and the next one goes on there', async () => {
  await using loader = await startLoader();
  const long = 10n ** 19_999n;
  const range = { from: long, to: long + 30n };
  const run = await finish(loader, { range: { from: '0', to: '30' } });
  const stored = (await loader.store.findRun(run.id)) ?? expect.fail('not stored');
  const facts = { ...noFacts, sum: long, first: long, last: long };
  for (let index = 1; index < 30; index++) {
    await loader.store.addRun({ ...stored, id: `long-${index}`, range, facts, startedAtMs: index });
    const block = { runId: run.id, index, range, facts, traceId: '', spanId: '' };
    await loader.store.addBlock(stored, block, null);
  }
  const ids: string[] = [];
  const sizes: number[] = [];
  for (let pageToken = ''; sizes.length === 0 || pageToken !== '';) {
    const page = await loader.client.unary('ListRuns', { pageSize: 1000, pageToken });
    ids.push(...page.runs.map(({ id }) => id));
    sizes.push(JSON.stringify(page).length);
    pageToken = page.nextPageToken;
  }
  expect(ids).toEqual([run.id, ...Array.from({ length: 29 }, (_, index) => `long-${29 - index}`)]);
  const indices: string[] = [];
  for (let firstBlock = 0; firstBlock < 30; firstBlock = indices.length) {
    const page = await loader.client.unary('GetRun', { runId: run.id, firstBlock, maxBlocks: 1000 });
    indices.push(...page.blocks.map(({ index }) => index));
    sizes.push(JSON.stringify(page).length);
  }
  expect(indices).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
  expect(Math.max(...sizes)).toBeLessThan(1.2 * 2 ** 20);
});

test('what the services spent is added up a service', async () => {
  await using loader = await startLoader();
  const { usages } = await finish(loader, million);
  expect(usages.map(({ service }) => service)).toEqual(['extractor', 'loader', 'transformer']);
  expect(usages[2]).toMatchObject({ instances: 1, cpuSeconds: 2, threadCpuSeconds: 4.5, peakRssBytes: '7' });
  expect(usages[1]?.threadCpuSeconds).toBeGreaterThan(0);
});

test('allow-listed baggage of the call is stored with the run, no other', async () => {
  await using loader = await startLoader();
  const baggage = propagation.createBaggage({ 'mesh.tenant': { value: 'acme' }, secret: { value: 'x' } });
  const run = await context.with(propagation.setBaggage(context.active(), baggage), () =>
    finish(loader, million),
  );
  expect(run.baggage).toEqual({ 'mesh.tenant': 'acme' });
});

test.each<[string, number, RunRequestInput]>([
  ['goal is required: range or next', 3, {}],
  ['range.from 10 must be below range.to 10', 3, { range: { from: '10', to: '10' } }],
  ['range.from "-1" is not a decimal integer ≥ 0', 3, { range: { from: '-1', to: '10' } }],
  ['range.to "ten" is not a decimal integer ≥ 0', 3, { range: { from: '1', to: 'ten' } }],
  ['range.to of 20001 digits exceeds 20000 digits', 3, { range: { from: '1', to: '9'.repeat(20_001) } }],
  ['block_bytes 1023 is not between 1024 and 4194304', 11, { ...million, blockBytes: 1023 }],
  ['block_bytes 4194305 is not between 1024 and 4194304', 11, { ...million, blockBytes: 4_194_305 }],
  ['in_flight 7 is not between 1 and 6', 11, { ...million, inFlight: 7 }],
  ['sieve_limit 96 is not between 97 and 1048576', 11, { ...million, sieveLimit: 96 }],
  ['next.count 0 must be at least 1', 3, { next: { from: '1', count: 0 } }],
  ['next.count 500001 exceeds 500000 primes of 2 digits', 11, { next: { from: '10', count: 500_001 } }],
  [
    'audit up to 10000000000001 exceeds 10000000000000',
    11,
    { range: { from: '1', to: '10000000000001' }, audit: true },
  ],
])('bad input: %s', async (message, code, request) => {
  await using loader = await startLoader();
  await expect(loader.run(request)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
  expect(await loader.store.listRuns(1)).toEqual([]);
});

test('unknown runs, tokens and sizes are refused', async () => {
  await using loader = await startLoader();
  const { client } = loader;
  await expect(client.unary('GetRun', { runId: 'x' })).rejects.toMatchObject({ code: 5 });
  await expect(client.unary('GetRun', { runId: '' })).rejects.toMatchObject({ code: 3 });
  await expect(client.unary('GetRun', { runId: 'x', maxBlocks: 1001 })).rejects.toMatchObject({ code: 11 });
  await expect(client.unary('ListRuns', { pageToken: 'x' })).rejects.toMatchObject({ code: 3 });
  await expect(client.unary('ListRuns', { pageSize: 1001 })).rejects.toMatchObject({ code: 11 });
  await expect(read(loader, 'x', '1', '2')).rejects.toMatchObject({ code: 5 });
});
