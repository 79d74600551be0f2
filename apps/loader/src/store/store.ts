import type { Range } from '@prime-mesh/primes';
import { Kysely, type Dialect } from 'kysely';
import { factsColumnNames } from './facts-columns.ts';
import { migrate } from './migrate.ts';
import type { BlockRecord, RunRecord, RunSummary } from './records.ts';
import {
  fromBlockRow,
  fromRangeColumns,
  fromRunRow,
  fromRunSummaryRow,
  toBlockRow,
  toRunRow,
} from './rows.ts';
import type { Tables } from './schema.ts';
import { StoreError } from './store-error.ts';

/** The run before a page of runs, newest first. */
export type RunCursor = Pick<RunRecord, 'id' | 'startedAtMs'>;

/** A block's range and packed bitmap; no bitmap when the loader stored none. */
export interface StoredBitmap {
  readonly range: Range;
  readonly packed: Uint8Array | null;
}

/** Blocks of a run read at once. Where numbers have 20 000 digits, one takes 0.12 MB. */
const pageRows = 100;

/** All but what was found. */
const runSummaryColumns = [
  'id',
  'state',
  'range_from',
  'range_to',
  'primes_wanted',
  'block_bytes',
  'in_flight',
  'blocks_total',
  'blocks_stored',
  'blocks_refused',
  ...factsColumnNames,
  'sample_seed',
  'audit_count',
  'audit_cpu_seconds',
  'trace_id',
  'started_at',
  'finished_at',
  'error',
  'baggage',
  'usages',
] as const;

/** All but the bitmap. */
const blockSummaryColumns = [
  'run_id',
  'block_index',
  'range_from',
  'range_to',
  ...factsColumnNames,
  'trace_id',
  'span_id',
] as const;

/** Runs and their blocks. Kysely writes all SQL, so another database is another dialect. */
export class Store implements AsyncDisposable {
  readonly #db: Kysely<Tables>;

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * Opens the store, brings its tables up to date, and marks as failed the runs that a dead loader left running.
   * @throws {StoreError} if it cannot be opened
   */
  static async open(dialect: Dialect): Promise<Store> {
    const store = new Store(new Kysely<Tables>({ dialect }));
    try {
      await migrate(store.#db);
      await store.#failAbandonedRuns();
    } catch (error) {
      await store[Symbol.asyncDispose]();
      throw error;
    }
    return store;
  }

  async addRun(run: RunRecord): Promise<void> {
    await this.#db.insertInto('runs').values(toRunRow(run)).execute();
  }

  async saveRun(run: RunRecord): Promise<void> {
    await this.#db.updateTable('runs').set(toRunRow(run)).where('id', '=', run.id).execute();
  }

  /**
   * Stores a block together with the run as it is after it, both or neither. A block stored before is left alone.
   * @throws {StoreError} if that block was stored with another content
   */
  async addBlock(run: RunRecord, block: BlockRecord, bitmap: Uint8Array | null): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const inserted = await trx
        .insertInto('blocks')
        .values(toBlockRow(block, bitmap))
        .onConflict((conflict) => conflict.columns(['run_id', 'block_index']).doNothing())
        .returning('block_index')
        .execute();
      if (inserted.length > 0) {
        await trx.updateTable('runs').set(toRunRow(run)).where('id', '=', run.id).execute();
        return;
      }
      const { checksum } = await trx
        .selectFrom('blocks')
        .select('checksum')
        .where('run_id', '=', block.runId)
        .where('block_index', '=', block.index)
        .executeTakeFirstOrThrow();
      if (BigInt(checksum) !== block.facts.checksum) {
        const key = `block ${block.index} of run ${block.runId}`;
        throw new StoreError(`${key} has checksum ${block.facts.checksum}, stored is ${checksum}`);
      }
    });
  }

  async findRun(id: string): Promise<RunRecord | undefined> {
    const row = await this.#db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
    return row && fromRunRow(row);
  }

  /** Runs, the newest first. */
  async listRuns(limit: number, after?: RunCursor): Promise<RunSummary[]> {
    let query = this.#db.selectFrom('runs').select(runSummaryColumns);
    if (after) {
      query = query.where((where) =>
        where.or([
          where('started_at', '<', after.startedAtMs),
          where.and([where('started_at', '=', after.startedAtMs), where('id', '<', after.id)]),
        ]),
      );
    }
    const rows = await query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(fromRunSummaryRow);
  }

  /** Blocks by ascending index, from `first` on. */
  async listBlocks(runId: string, first: number, limit: number): Promise<BlockRecord[]> {
    const rows = await this.#db
      .selectFrom('blocks')
      .select(blockSummaryColumns)
      .where('run_id', '=', runId)
      .where('block_index', '>=', first)
      .orderBy('block_index')
      .limit(limit)
      .execute();
    return rows.map(fromBlockRow);
  }

  /** The blocks that share numbers with the range, ascending; one bitmap in memory at a time. */
  async *bitmaps(runId: string, { from, to }: Range): AsyncGenerator<StoredBitmap, void> {
    for (let first = 0; ; first += pageRows) {
      const blocks = await this.listBlocks(runId, first, pageRows);
      for (const { index, range } of blocks) {
        if (range.from >= to) return;
        if (range.to > from) yield await this.#bitmap(runId, index);
      }
      if (blocks.length < pageRows) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.destroy();
  }

  async #bitmap(runId: string, index: number): Promise<StoredBitmap> {
    const row = await this.#db
      .selectFrom('blocks')
      .select(['range_from', 'range_to', 'bitmap'])
      .where('run_id', '=', runId)
      .where('block_index', '=', index)
      .executeTakeFirstOrThrow();
    return { range: fromRangeColumns(row), packed: row.bitmap };
  }

  /** NOTE: a loader that resumes runs would take them up here instead; `blocks_stored` says where. */
  async #failAbandonedRuns(): Promise<void> {
    const abandoned = { state: 'FAILED', error: 'loader stopped', finished_at: Date.now() };
    await this.#db.updateTable('runs').set(abandoned).where('state', '=', 'RUNNING').execute();
  }
}
