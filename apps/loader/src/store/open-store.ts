import { writeProblem } from '@prime-mesh/config';
import { names } from '@prime-mesh/telemetry';
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
    const { storeFailed: event } = names.events;
    writeProblem({ level: 'error', scope: 'loader', event, message: error.message });
    process.exitCode = usageExitCode;
    return null;
  }
}
