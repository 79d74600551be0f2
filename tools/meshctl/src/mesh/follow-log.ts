import { closeSync, readSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { openLog } from './mesh-state.ts';

const betweenLooksMs = 200;
const chunkBytes = 64 * 1024;

/** Copies the log of the mesh, and whatever is appended to it, to standard error until disposed of. */
export function followLog(config: Config): Disposable {
  const file = openLog(config, 'a+');
  const chunk = Buffer.alloc(chunkBytes);
  let position = 0;
  const copy = (): void => {
    for (let bytes = -1; bytes !== 0; position += bytes) {
      bytes = readSync(file, chunk, 0, chunkBytes, position);
      process.stderr.write(chunk.subarray(0, bytes).toString());
    }
  };
  const timer = setInterval(copy, betweenLooksMs);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      copy();
      closeSync(file);
    },
  };
}
