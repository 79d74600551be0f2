import { closeSync, openSync, readSync } from 'node:fs';

const betweenLooksMs = 200;
const chunkBytes = 64 * 1024;

/** Copies a file, and whatever is appended to it, to standard error until disposed of. */
export function followLog(path: string): Disposable {
  const file = openSync(path, 'a+');
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
