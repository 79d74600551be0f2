import type { CreateTableBuilder, Kysely } from 'kysely';

/** The first tables. This file has shipped, so its SQL never changes; nor does it import anything of ours that may change. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .$call(addFacts)
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
  await db.schema
    .createTable('blocks')
    .$call(addFacts)
    .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id'))
    .addColumn('block_index', 'bigint', (column) => column.notNull())
    .addColumn('range_from', 'text', (column) => column.notNull())
    .addColumn('range_to', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('span_id', 'text', (column) => column.notNull())
    .addColumn('bitmap', 'blob')
    .addPrimaryKeyConstraint('blocks_key', ['run_id', 'block_index'])
    .execute();
}

/** A run adds up the facts of its blocks, so both have the same columns. */
function addFacts<Table extends string, Column extends string>(table: CreateTableBuilder<Table, Column>) {
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
