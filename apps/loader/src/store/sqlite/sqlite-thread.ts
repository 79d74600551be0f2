import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** What the dialect asks of this thread: one statement, or to close the file and end. */
export interface StatementCall {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}
export type ThreadRequest = StatementCall | 'close';

/** What comes back, in the order asked; id 0 says whether the file could be opened. */
export type StatementReply = { readonly id: number } & (
  | { readonly rows: readonly unknown[]; readonly changes: number }
  | { readonly error: Error }
);

export interface SqliteThreadData {
  readonly path: string;
}

/** How long to wait for a predecessor that still drains and holds the file. */
const busyTimeoutMs = 2000;

/**
 * Pages of 16 KiB: bitmaps of a megabyte take a third less system time than with 4 KiB. WAL with FULL: a committed block
 * survives a loss of power, and others may read while the loader writes.
 */
const setUp = `
  pragma page_size = 16384;
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  begin immediate;
  commit;
`;

if (parentPort) serve(parentPort, workerData);

function serve(port: NonNullable<typeof parentPort>, { path }: SqliteThreadData): void {
  const reply = (message: StatementReply): void => port.postMessage(message);
  try {
    const lock = lockStore(path);
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    database.exec(setUp);
    port.on('message', (request: ThreadRequest) => {
      if (request !== 'close') return reply(execute(database, request));
      database.close();
      lock.close();
      port.close();
    });
    reply({ id: 0, rows: [], changes: 0 });
  } catch (error) {
    reply({ id: 0, error: asError(error) });
    port.close();
  }
}

/**
 * Takes the store for this process. A second loader on the same file would take the first one's runs for those of a dead
 * process, so it is refused. The lock is that of a file beside the store, which stays free for readers, and it ends with
 * its process.
 */
function lockStore(path: string): DatabaseSync {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: busyTimeoutMs });
  lock.exec('begin exclusive');
  return lock;
}

function execute(database: DatabaseSync, { id, sql, parameters }: StatementCall): StatementReply {
  try {
    const statement = prepare(database, sql);
    if (statement.columns().length > 0) return { id, rows: statement.all(...parameters), changes: 0 };
    return { id, rows: [], changes: Number(statement.run(...parameters).changes) };
  } catch (error) {
    return { id, error: asError(error) };
  } finally {
    parameters.forEach(free);
  }
}

/** Prepared statements by their text, some dozens. A dropped one would keep its blobs until it is collected. */
const statements = new Map<string, StatementSync>();

function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = statements.get(sql) ?? database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

/** Frees the memory of a blob at once: this thread makes so little garbage that it seldom collects any. */
function free(parameter: SQLInputValue): void {
  if (parameter instanceof Uint8Array && parameter.buffer instanceof ArrayBuffer)
    parameter.buffer.transfer(0);
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
