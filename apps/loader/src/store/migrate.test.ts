import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
} from 'kysely';
import type { Migration } from 'kysely/migration';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unpackBitmap } from '../block/bitmap-codec.ts';
import { shippedMigrations } from './migrate.ts';
import { sqliteDialect } from './sqlite/sqlite-dialect.ts';
import { Store } from './store.ts';
import { facts, range } from './testing/large-block.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'prime-mesh-migrate-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The file of the store. */
const file = (): string => join(directory, 'prime-mesh.db');

/** SHA-256 of the SQL of each migration. A line is added with a migration; one that is here stays as it is. */
const shipped = {
  '001-runs-and-blocks': 'cdccd8f4a72162854e3ae1b00055fbe30e1df479863183f1a24dacd95e6a3ce5',
};

/** What a loader wrote whose newest migration was this one. */
const dump = (name: string): string =>
  readFileSync(new URL(`./testing/${name}.sql`, import.meta.url), 'utf8');

/** Compiles for SQLite and executes nothing. */
const dummyDialect: Dialect = {
  createDriver: () => new DummyDriver(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
};

async function hashOf(migration: Migration): Promise<string> {
  const hash = createHash('sha256');
  const log = ({ query }: { query: { sql: string; parameters: readonly unknown[] } }): void => {
    hash.update(JSON.stringify([query.sql, query.parameters]));
  };
  await using db = new Kysely<never>({ dialect: dummyDialect, log });
  await migration.up(db);
  return hash.digest('hex');
}

test('no migration that has shipped is changed, and none is missing', async () => {
  const hashes: Record<string, string> = {};
  for (const [name, migration] of Object.entries(await shippedMigrations())) {
    hashes[name] = await hashOf(migration);
  }
  expect(hashes).toEqual(shipped);
});

test('a fresh store has the tables of the newest dump', async () => {
  await (await Store.open(sqliteDialect(directory)))[Symbol.asyncDispose]();
  const tables = (of: DatabaseSync) =>
    of.prepare("select name, sql from sqlite_master where sql <> '' order by name").all();
  using fresh = new DatabaseSync(file());
  using dumped = new DatabaseSync(':memory:');
  dumped.exec(dump(Object.keys(shipped).at(-1) ?? ''));
  expect(tables(fresh)).toEqual(tables(dumped));
});

test.each(Object.keys(shipped))('a store of version %s opens and reads right', async (name) => {
  {
    using old = new DatabaseSync(file());
    old.exec(dump(name));
  }
  await using store = await Store.open(sqliteDialect(directory));
  const [empty] = await store.listRuns(10);
  const finished = await store.findRun('finished');
  expect(finished).toMatchObject({
    id: 'finished',
    state: 'FINISHED',
    range,
    facts,
    seed: 2n ** 64n - 2n,
    audit: { count: 2n, cpuSeconds: 0.1 },
    baggage: { 'mesh.tenant': 'acme' },
    startedAtMs: 1000,
    finishedAtMs: 2000,
  });
  expect(empty).toMatchObject({
    id: 'empty',
    state: 'FAILED',
    error: 'no room',
    wanted: 3,
    facts: { count: 0 },
  });
  expect(empty?.facts).not.toHaveProperty('first');
  const block = { runId: 'finished', index: 0, range, facts, traceId: finished?.traceId };
  expect(await store.listBlocks('finished', 0, 10)).toMatchObject([{ ...block, spanId: 'b7ad6b7169203331' }]);
  for await (const { packed } of store.bitmaps('finished', range)) {
    expect([...(await unpackBitmap(packed ?? Buffer.alloc(0)))]).toEqual([1, 2, 3]);
  }
  await store.addRun({ ...(finished ?? expect.fail('no run')), id: 'new' });
});
