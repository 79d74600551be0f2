import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Only the owner may enter, list and write. */
const ownMode = 0o700;

/**
 * Makes a directory that only its owner may enter, and those above it that are missing. What exists keeps its mode.
 * Level by level: the `recursive` of Node tries for ever below /proc.
 * @throws {Error} of the file system if it cannot be made
 */
export function makeOwnDirectory(path: string): void {
  if (existsSync(path)) return;
  makeOwnDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: ownMode });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw error; // otherwise another process was quicker
  }
}
