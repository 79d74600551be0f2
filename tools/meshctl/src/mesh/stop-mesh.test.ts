import { start } from '@prime-mesh/harness';
import { afterEach, expect, test } from 'vitest';
import type { ProcessId } from '../machine/process-table.ts';
import { identifyProcess, isRunning, processTree, signalProcesses } from '../machine/processes.ts';
import { stopMesh } from './stop-mesh.ts';

const started: ProcessId[] = [];
afterEach(() => signalProcesses(started.splice(0), 'SIGKILL'));

/** A process with one child, which ends on SIGTERM or does not care; the parent hands signals on, as Nx does. */
async function startTree({ stubborn }: { stubborn: boolean }): Promise<ProcessId> {
  const child = `${stubborn ? "process.on('SIGTERM', () => {});" : ''} setInterval(() => {}, 1e3); console.log('up')`;
  const code = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('exit', () => process.exit());`;
  const parent = start(['node', '-e', code], { name: 'the tree' });
  await parent.until('up');
  const root = identifyProcess(parent.child.pid ?? -1);
  if (root === undefined) throw new Error('the tree did not start');
  started.push(...processTree(root));
  return root;
}

test('a tree is the process and what it started, children first', async () => {
  const root = await startTree({ stubborn: false });
  const tree = processTree(root);
  expect(tree).toHaveLength(2);
  expect(tree.at(-1)).toEqual(root);
});

test('a process that has ended, or another one with its number, has no tree', async () => {
  const root = await startTree({ stubborn: false });
  expect(processTree({ ...root, started: 'before' })).toEqual([]);
  expect(isRunning({ ...root, started: 'before' })).toBe(false);
});

test('stopping ends the whole tree and the backend after it, and kills nobody who listens', async () => {
  const nx = await startTree({ stubborn: false });
  const devtools = await startTree({ stubborn: false });
  const all = [...processTree(nx), ...processTree(devtools)];
  expect(await stopMesh({ nx, devtools })).toEqual([]);
  expect(all.filter(isRunning)).toEqual([]);
});

test('what does not end in time is killed within 5 s, and nothing is left', async () => {
  const nx = await startTree({ stubborn: true });
  const tree = processTree(nx);
  const start = performance.now();
  expect(await stopMesh({ nx })).toEqual(tree);
  expect(performance.now() - start).toBeLessThan(5_000);
  await expect.poll(() => tree.filter(isRunning), { timeout: 10_000 }).toEqual([]);
});
