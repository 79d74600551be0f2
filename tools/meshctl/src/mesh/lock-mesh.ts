import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { Output } from '../terminal/output.ts';
import { openStateFile } from './mesh-state.ts';

const lockName = 'up.lock';
const betweenTriesMs = 200;
/** SQLITE_BUSY, https://sqlite.org/rescode.html#busy */
const busy = 5;

/**
 * Lets one process at a time start a mesh with this state directory; the others wait. The lock is that of a SQLite file:
 * the system takes it from a process that ends, however it ends, so that none is ever left behind.
 * @param signal gives up waiting; rejects with its reason
 */
export async function lockMesh(
  config: Config,
  note: Output['note'],
  signal: AbortSignal,
): Promise<Disposable> {
  closeSync(openStateFile(config, lockName, 'a')); // with the mode of the others
  const file = new DatabaseSync(join(config.stateDirectory, lockName), { timeout: 0 });
  for (let isTold = false; ; isTold = true) {
    try {
      file.exec('begin exclusive');
      return { [Symbol.dispose]: () => file.close() };
    } catch (error) {
      if (!(error instanceof Error && 'errcode' in error && error.errcode === busy)) throw error;
      if (!isTold) note('another meshctl is starting the mesh: waiting for it');
      await delay(betweenTriesMs, undefined, { signal });
    }
  }
}
