import { sqliteDialect } from './sqlite/sqlite-dialect.ts';
import { StoreError } from './store-error.ts';
import { Store } from './store.ts';

/** Exit code of a program that was started wrongly. */
const usageExitCode = 2;

/** Opens the store under a directory; one that cannot be opened is printed on standard error and sets exit code 2. */
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
