import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
  type Driver,
} from 'kysely';
import { makeOwnDirectory } from '@prime-mesh/config';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../store-error.ts';
import { SqliteConnection } from './sqlite-connection.ts';

const fileName = 'prime-mesh.db';

/**
 * Kysely's SQLite dialect over node:sqlite in a thread of its own. Kysely's own driver calls better-sqlite3 in the caller's.
 * @param directory holds the file; created when there is none
 */
export function sqliteDialect(directory: string): Dialect {
  return {
    createDriver: () => sqliteDriver(directory),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

function sqliteDriver(directory: string): Driver {
  let connection: SqliteConnection | undefined;
  return {
    async init() {
      connection = await openIn(directory);
    },
    async acquireConnection() {
      if (!connection) throw new Error('the driver is not initialized');
      return connection;
    },
    async beginTransaction(on) {
      await on.executeQuery(CompiledQuery.raw('begin immediate'));
    },
    async commitTransaction(on) {
      await on.executeQuery(CompiledQuery.raw('commit'));
    },
    async rollbackTransaction(on) {
      await on.executeQuery(CompiledQuery.raw('rollback'));
    },
    async releaseConnection() {},
    async destroy() {
      await connection?.close();
    },
  };
}

async function openIn(directory: string): Promise<SqliteConnection> {
  const path = join(directory, fileName);
  try {
    makeOwnDirectory(directory);
    // SQLite would let everybody read it; its log and its index get the mode of the file.
    for (const file of [path, `${path}.lock`]) closeSync(openSync(file, 'a', 0o600));
    return await SqliteConnection.open(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`store ${path} cannot be opened: ${reason}`, { cause: error });
  }
}
