import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { SQLInputValue } from 'node:sqlite';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SqliteThreadData, StatementReply, ThreadRequest } from './sqlite-thread.ts';

type Settle = PromiseWithResolvers<QueryResult<unknown>>;

/** A SQLite file, open in a thread of its own: neither fsync nor a large blob blocks the event loop. */
export class SqliteConnection implements DatabaseConnection {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, Settle>();
  #lastId = 0;
  #end: Error | undefined;

  private constructor(path: string) {
    // execArgv: the thread makes no spans, so it does without the telemetry preload.
    this.#thread = new Worker(new URL('./sqlite-thread.ts', import.meta.url), {
      name: 'store',
      execArgv: [],
      workerData: { path } satisfies SqliteThreadData,
    });
    this.#thread.on('message', (reply: StatementReply) => this.#settle(reply));
    this.#thread.on('error', (error) => this.#abandon(error));
    this.#thread.on('exit', () => this.#abandon(new Error('the store thread has ended')));
  }

  /** Opens the file, which is created when there is none. */
  static async open(path: string): Promise<SqliteConnection> {
    const connection = new SqliteConnection(path);
    const opened = Promise.withResolvers<QueryResult<unknown>>();
    connection.#waiting.set(0, opened);
    await opened.promise;
    return connection;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#end) throw this.#end;
    const id = ++this.#lastId;
    const settle = Promise.withResolvers<QueryResult<unknown>>();
    this.#waiting.set(id, settle);
    // Kysely types parameters as unknown; those of our tables are all SQLite values.
    this.#post({ id, sql, parameters: parameters as readonly SQLInputValue[] });
    return (await settle.promise) as QueryResult<R>;
  }

  // eslint-disable-next-line require-yield -- the interface wants a generator, the loader pages instead
  async *streamQuery<R>(): AsyncGenerator<QueryResult<R>> {
    throw new Error('the SQLite store does not stream: read page by page');
  }

  async close(): Promise<void> {
    if (this.#end) return;
    const exit = once(this.#thread, 'exit');
    this.#post('close');
    await exit;
  }

  /** Blobs are transferred, not copied: the caller can no longer use them. */
  #post(request: ThreadRequest): void {
    const parameters = request === 'close' ? [] : request.parameters;
    const blobs = parameters.filter((value) => value instanceof Uint8Array);
    this.#thread.postMessage(
      request,
      blobs.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer),
    );
  }

  #settle(reply: StatementReply): void {
    const settle = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('error' in reply) settle?.reject(reply.error);
    else settle?.resolve({ rows: [...reply.rows], numAffectedRows: BigInt(reply.changes) });
  }

  #abandon(reason: Error): void {
    this.#end ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#end);
    this.#waiting.clear();
  }
}
