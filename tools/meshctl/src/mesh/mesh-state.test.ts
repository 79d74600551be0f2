import { chmodSync, closeSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { forgetMeshState, openLog, readMeshState, writeMeshState } from './mesh-state.ts';
import type { ProcessId } from '../machine/process-table.ts';
import { identifyProcess } from '../machine/processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'meshctl-state-'));
chmodSync(directory, 0o755);
const config = readConfig({ MESHCTL_STATE_DIR: join(directory, 'state') });
const modeOf = (...path: string[]): number => statSync(join(config.stateDirectory, ...path)).mode & 0o777;
const self = (): ProcessId => {
  const found = identifyProcess(process.pid);
  if (found === undefined) throw new Error('this process is not in the table');
  return found;
};

test('what is remembered is found again, and is for its owner alone', () => {
  closeSync(openLog(config, 'w'));
  writeMeshState(config, { nx: self() });
  expect(readMeshState(config)).toEqual({ nx: self() });
  expect([modeOf(), modeOf('mesh.log'), modeOf('mesh.json')]).toEqual([0o700, 0o600, 0o600]);
  forgetMeshState(config);
  expect(readMeshState(config)).toBeUndefined();
});

test.each([
  ['', 'nothing'],
  ['{"nx":', 'half of it'],
  ['null', 'null'],
  ['[]', 'a list'],
  ['{}', 'no process'],
  ['{"nx":7}', 'a number for a process'],
  ['{"nx":{"pid":"7","started":"1"}}', 'text for a number'],
  [`{"nx":{"pid":${process.pid},"started":"1"},"devtools":{}}`, 'a process without a number'],
])('a state file of %j, which is %s, is no mesh', (content) => {
  writeFileSync(join(config.stateDirectory, 'mesh.json'), content);
  expect(readMeshState(config)).toBeUndefined();
});
