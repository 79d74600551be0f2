import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeOwnDirectory } from './own-directory.ts';

const directory = mkdtempSync(join(tmpdir(), 'own-directory-'));
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a directory and those above it are made for their owner alone', () => {
  makeOwnDirectory(join(directory, 'a', 'b'));
  expect([modeOf(join(directory, 'a')), modeOf(join(directory, 'a', 'b'))]).toEqual([0o700, 0o700]);
});

test('a directory that exists keeps its mode', () => {
  chmodSync(directory, 0o755);
  makeOwnDirectory(directory);
  expect(modeOf(directory)).toBe(0o755);
});

// In a process of its own, which can be ended: what tries for ever here blocks its thread.
test.skipIf(process.platform !== 'linux')(
  'below /proc, where nothing can be made, it ends with an error',
  () => {
    const code = `
    import { makeOwnDirectory } from ${JSON.stringify(new URL('./own-directory.ts', import.meta.url).href)};
    makeOwnDirectory('/proc/x/y');`;
    const args = ['--input-type=module-typescript', '--eval', code];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 });
    expect(stderr).toContain("ENOENT: no such file or directory, mkdir '/proc/x'");
    expect(status).toBe(1);
  },
);
