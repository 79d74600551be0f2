import { CompiledQuery } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SqliteConnection } from './sqlite-connection.ts';

const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-sqlite-'));
const connection = await SqliteConnection.open(join(directory, 'prime-mesh.db'));
afterAll(async () => {
  await connection.close();
  rmSync(directory, { recursive: true });
});

// Asked of the open connection in its thread. 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
test.each([
  ['synchronous', 2],
  ['journal_mode', 'wal'],
  ['foreign_keys', 1],
  ['page_size', 16_384],
])('the file is open with %s = %s', async (pragma, value) => {
  const { rows } = await connection.executeQuery(CompiledQuery.raw(`pragma ${pragma}`));
  expect(rows).toEqual([{ [pragma]: value }]);
});
