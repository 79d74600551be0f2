import { start } from '@prime-mesh/harness';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { lockMesh } from './lock-mesh.ts';

const config = readConfig({ MESHCTL_STATE_DIR: mkdtempSync(join(tmpdir(), 'meshctl-lock-')) });
const never = new AbortController().signal;

/** A process that has the lock and keeps it. */
const holder = async () => {
  const code = `
    import { lockMesh } from ${JSON.stringify(new URL('./lock-mesh.ts', import.meta.url).href)};
    globalThis.kept = await lockMesh(${JSON.stringify(config)}, () => {}, new AbortController().signal);
    console.log('locked');
    setInterval(() => {}, 1e3);`;
  const other = start(['node', '--input-type=module-typescript', '--eval', code], { name: 'the holder' });
  await other.until('locked');
  return other;
};

test('the lock is free again when it is let go', async () => {
  (await lockMesh(config, () => {}, never))[Symbol.dispose]();
  (await lockMesh(config, () => {}, never))[Symbol.dispose]();
});

test('who comes second says so once and waits, and a process that is killed leaves no lock', async () => {
  const other = await holder();
  const told = Promise.withResolvers<string>();
  const notes: string[] = [];
  const second = lockMesh(
    config,
    (text) => {
      notes.push(text);
      told.resolve(text);
    },
    never,
  );
  expect(await told.promise).toBe('another meshctl is starting the mesh: waiting for it');
  await other.stop('SIGKILL');
  (await second)[Symbol.dispose]();
  expect(notes).toHaveLength(1);
});

test('Ctrl-C ends the wait', async () => {
  const other = await holder();
  const stop = new AbortController();
  const waiting = lockMesh(config, () => stop.abort(new Error('SIGINT')), stop.signal);
  await expect(waiting).rejects.toThrow();
  await other.stop('SIGKILL');
});
