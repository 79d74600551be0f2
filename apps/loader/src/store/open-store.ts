import { sqliteDialect } from './sqlite/sqlite-dialect.ts';
import { StoreError } from './store-error.ts';
import { Store } from './store.ts';

/** Exit code of a program that was started with wrong settings. */
const usageExitCode = 2;

/** Opens the store in a directory. If it cannot be opened, prints why, sets exit code 2, and returns null. */
export async function openStore(directory: string): Promise<Store | null> {
  try {
    return await Store.open(sqliteDialect(directory));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = usageExitCode;
    return null;
  }
}
