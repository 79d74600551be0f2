import type { CreateTableBuilder, Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { StoreError } from './store-error.ts';
import type { Tables } from './schema.ts';

const firstTables: Migration = {
  async up(db) {
    await withFacts(db.schema.createTable('runs').addColumn('id', 'text', (column) => column.primaryKey()))
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('range_from', 'text', (column) => column.notNull())
      .addColumn('range_to', 'text', (column) => column.notNull())
      .addColumn('primes_wanted', 'bigint', (column) => column.notNull())
      .addColumn('block_bytes', 'bigint', (column) => column.notNull())
      .addColumn('in_flight', 'integer', (column) => column.notNull())
      .addColumn('blocks_total', 'bigint', (column) => column.notNull())
      .addColumn('blocks_stored', 'bigint', (column) => column.notNull())
      .addColumn('blocks_refused', 'bigint', (column) => column.notNull())
      .addColumn('sample_seed', 'text', (column) => column.notNull())
      .addColumn('audit_count', 'text')
      .addColumn('audit_cpu_seconds', 'double precision', (column) => column.notNull())
      .addColumn('trace_id', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('finished_at', 'bigint')
      .addColumn('error', 'text', (column) => column.notNull())
      .addColumn('baggage', 'text', (column) => column.notNull())
      .addColumn('usages', 'text', (column) => column.notNull())
      .addColumn('found', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('runs_by_start').on('runs').columns(['started_at', 'id']).execute();
    await withFacts(db.schema.createTable('blocks'))
      .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id'))
      .addColumn('block_index', 'bigint', (column) => column.notNull())
      .addColumn('range_from', 'text', (column) => column.notNull())
      .addColumn('range_to', 'text', (column) => column.notNull())
      .addColumn('trace_id', 'text', (column) => column.notNull())
      .addColumn('span_id', 'text', (column) => column.notNull())
      .addColumn('bitmap', 'blob')
      .addPrimaryKeyConstraint('blocks_key', ['run_id', 'block_index'])
      .execute();
  },
};

/** By name, which is also their order; what has shipped is never changed. */
const migrations: Record<string, Migration> = { '001-runs-and-blocks': firstTables };

/** Brings the tables to the newest shape. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof StoreError) throw error;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'set-up';
  throw new StoreError(`store migration ${failed} failed`, { cause: error });
}

function withFacts<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table
    .addColumn('prime_count', 'bigint', (column) => column.notNull())
    .addColumn('prime_sum', 'text', (column) => column.notNull())
    .addColumn('first_prime', 'text')
    .addColumn('last_prime', 'text')
    .addColumn('max_gap', 'bigint', (column) => column.notNull())
    .addColumn('max_gap_at', 'text')
    .addColumn('twin_pairs', 'bigint', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .addColumn('sampled_primes', 'bigint', (column) => column.notNull())
    .addColumn('sampled_composites', 'bigint', (column) => column.notNull());
}
