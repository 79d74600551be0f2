import { noFacts } from '@prime-mesh/primes';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BlockRecord, RunRecord } from './records.ts';
import { sqliteDialect } from './sqlite/sqlite-dialect.ts';
import { Store } from './store.ts';
import { facts, range } from './testing/large-block.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'prime-mesh-store-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (): Promise<Store> => Store.open(sqliteDialect(directory));

const run: RunRecord = {
  id: 'a',
  state: 'RUNNING',
  range,
  wanted: 0,
  blockBytes: 1,
  inFlight: 2,
  blocksTotal: 3,
  blocksStored: 0,
  blocksRefused: 0,
  facts: noFacts,
  seed: 2n ** 64n - 2n,
  traceId: '0af7651916cd43dd8448eb211c80319c',
  startedAtMs: 1000,
  error: '',
  baggage: { 'mesh.tenant': 'acme' },
  usages: [{ service: 'loader', instances: 1, cpuSeconds: 0.5, threadCpuSeconds: 0.25, peakRssBytes: 1e8 }],
  found: ['18446744073709551557'],
};

const block: BlockRecord = {
  runId: 'a',
  index: 0,
  range,
  facts,
  traceId: run.traceId,
  spanId: 'b7ad6b7169203331',
};

const afterBlock: RunRecord = { ...run, blocksStored: 1, facts };
/** A copy each time: the store takes what it is given. */
const bitmap = (): Uint8Array => Uint8Array.of(1, 2, 3);

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test('a run and its block read back exactly, after the store was opened again', async () => {
  const finished: RunRecord = {
    ...afterBlock,
    state: 'FINISHED',
    finishedAtMs: 2000,
    audit: { count: 2n ** 63n, cpuSeconds: 0.1 },
  };
  {
    await using store = await open();
    await store.addRun(run);
    await store.addBlock(afterBlock, block, bitmap());
    await store.saveRun(finished);
  }
  await using store = await open();
  expect(await store.findRun('a')).toEqual(finished);
  expect(await store.listBlocks('a', 0, 10)).toEqual([block]);
  expect(await collect(store.bitmaps('a', range))).toEqual([{ range, packed: bitmap() }]);
});

test('an unknown run is undefined and has no blocks', async () => {
  await using store = await open();
  expect(await store.findRun('b')).toBeUndefined();
  expect(await store.listBlocks('b', 0, 10)).toEqual([]);
});

test('a block stored twice is stored once', async () => {
  await using store = await open();
  await store.addRun(run);
  await store.addBlock(afterBlock, block, bitmap());
  await store.addBlock({ ...afterBlock, blocksStored: 2 }, { ...block, spanId: 'other' }, null);
  expect(await store.listBlocks('a', 0, 10)).toEqual([block]);
  expect(await store.findRun('a')).toEqual(afterBlock);
});

test('a block stored before with another checksum is an error that names both', async () => {
  await using store = await open();
  await store.addRun(run);
  await store.addBlock(afterBlock, block, bitmap());
  const other = { ...block, facts: { ...facts, checksum: 5n } };
  await expect(store.addBlock(afterBlock, other, bitmap())).rejects.toThrow(
    'block 0 of run a has checksum 5, stored is 18446744073709551615',
  );
});

test('a block and its run are stored both or neither', async () => {
  await using store = await open();
  await store.addRun(run);
  const broken = { ...afterBlock, traceId: null as unknown as string };
  await expect(store.addBlock(broken, block, bitmap())).rejects.toThrow(
    'NOT NULL constraint failed: runs.trace_id',
  );
  expect(await store.listBlocks('a', 0, 10)).toEqual([]);
  expect(await store.findRun('a')).toEqual(run);
});

test('blocks need their run', async () => {
  await using store = await open();
  await expect(store.addBlock(afterBlock, block, bitmap())).rejects.toThrow('FOREIGN KEY constraint failed');
});

test('runs are listed newest first, page by page, also when they start together', async () => {
  await using store = await open();
  const starts = { a: 1000, b: 3000, c: 2000, d: 2000 };
  for (const [id, startedAtMs] of Object.entries(starts)) await store.addRun({ ...run, id, startedAtMs });
  const first = await store.listRuns(2);
  expect(first.map(({ id }) => id)).toEqual(['b', 'd']);
  expect((await store.listRuns(2, first[1])).map(({ id }) => id)).toEqual(['c', 'a']);
});

test('only the bitmaps of blocks that share numbers with the range are read', async () => {
  await using store = await open();
  await store.addRun(run);
  for (const index of [0, 1, 2]) {
    const range = { from: BigInt(index * 30), to: BigInt(index * 30 + 30) };
    await store.addBlock(run, { ...block, index, range }, Uint8Array.of(index));
  }
  const read = await collect(store.bitmaps('a', { from: 30n, to: 61n }));
  expect(read.map(({ packed }) => packed?.[0])).toEqual([1, 2]);
});

test('a run that a dead loader left running is failed when the store is opened', async () => {
  {
    await using store = await open();
    await store.addRun(run);
    await store.addRun({ ...run, id: 'done', state: 'FINISHED' });
  }
  await using store = await open();
  expect(await store.findRun('a')).toMatchObject({ state: 'FAILED', error: 'loader stopped' });
  expect(await store.findRun('done')).toMatchObject({ state: 'FINISHED', error: '' });
});

test('what was stored before the process was killed is there, and the file is free again', async () => {
  const child = fork(new URL('./store.fixture.ts', import.meta.url), [directory], { execArgv: [] });
  await once(child, 'message');
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  await using store = await open();
  expect(await store.findRun('killed')).toMatchObject({ state: 'FAILED', blocksStored: 1 });
  expect(await store.listBlocks('killed', 0, 10)).toHaveLength(1);
});

test('a second loader on the same file is refused, with the path', { timeout: 15_000 }, async () => {
  await using _ = await open();
  await expect(open()).rejects.toThrow(
    `store ${directory}/prime-mesh.db cannot be opened: database is locked`,
  );
});

test('a process that only reads the file keeps no loader from it, and reads what the loader stores', async () => {
  {
    await using store = await open();
    await store.addRun(run);
  }
  using reader = new DatabaseSync(join(directory, 'prime-mesh.db'), { readOnly: true });
  const ids = (): unknown => reader.prepare('select id from runs').all();
  reader.exec('begin');
  expect(ids()).toEqual([{ id: 'a' }]);
  await using store = await open();
  await store.addRun({ ...run, id: 'b' });
  reader.exec('commit');
  expect(ids()).toEqual([{ id: 'a' }, { id: 'b' }]);
});

test('a directory that cannot be made is refused, with the path', async () => {
  writeFileSync(join(directory, 'file'), '');
  const path = join(directory, 'file', 'data');
  await expect(Store.open(sqliteDialect(path))).rejects.toThrow(
    `store ${path}/prime-mesh.db cannot be opened: ENOTDIR`,
  );
});

test('a file that is no database is refused, with the path', async () => {
  writeFileSync(join(directory, 'prime-mesh.db'), 'x'.repeat(5000));
  await expect(open()).rejects.toThrow(
    `store ${directory}/prime-mesh.db cannot be opened: file is not a database`,
  );
});

test('what is made for a store is for its owner alone', async () => {
  const path = join(directory, 'own', 'data');
  await using _own = await Store.open(sqliteDialect(path));
  const modes = [path, ...readdirSync(path).map((name) => join(path, name))].map((each) => [
    basename(each),
    statSync(each).mode & 0o777,
  ]);
  expect(Object.fromEntries(modes)).toMatchObject({
    data: 0o700,
    'prime-mesh.db': 0o600,
    'prime-mesh.db-wal': 0o600,
  });
});

test('the event loop is free while the store writes and syncs', async () => {
  await using store = await open();
  await store.addRun(run);
  const before = performance.eventLoopUtilization();
  const large = new Uint8Array(8 * 2 ** 20).fill(7);
  for (let index = 0; index < 8; index++) await store.addBlock(run, { ...block, index }, large.slice());
  // The rest of the loop's time is the copy of the bitmap into the message.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.7);
});
