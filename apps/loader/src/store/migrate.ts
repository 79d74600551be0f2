import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Tables } from './schema.ts';
import { StoreError } from './store-error.ts';

const directory = new URL('./migrations/', import.meta.url);

/** Every file of migrations/ by its name. Names sort in the order of the migrations. */
export async function shippedMigrations(): Promise<Record<string, Migration>> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.ts'));
  const load = async (file: string): Promise<[string, Migration]> => [
    basename(file, '.ts'),
    (await import(new URL(file, directory).href)) as Migration,
  ];
  return Object.fromEntries(await Promise.all(files.map(load)));
}

/** Applies the migrations that the store has not seen. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: shippedMigrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof StoreError) throw error;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? 'set-up';
  throw new StoreError(`store migration ${failed} failed`, { cause: error });
}
