import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { ProcessId } from './process-table.ts';
import { isRunning } from './processes.ts';

/** The processes of a running mesh, kept in a file so that another command can stop it. */
export interface MeshState {
  /** The meshctl that stops it on Ctrl-C; absent when it was left running. */
  readonly owner?: ProcessId;
  /** Nx, above the services. */
  readonly nx: ProcessId;
  /** The embedded backend, if the mesh brought its own. */
  readonly devtools?: ProcessId;
}

/** The file that every part of the mesh prints to; its folder is made if it is missing. */
export function logPath({ stateDirectory }: Config): string {
  mkdirSync(stateDirectory, { recursive: true });
  return join(stateDirectory, 'mesh.log');
}

/** The state of the mesh that runs; undefined if none does. */
export function readMeshState(config: Config): MeshState | undefined {
  const state = parse(config);
  const parts = [state?.nx, state?.devtools].filter((part) => part !== undefined);
  return parts.some(isRunning) ? state : undefined;
}

export function writeMeshState(config: Config, state: MeshState): void {
  mkdirSync(config.stateDirectory, { recursive: true });
  writeFileSync(statePath(config), JSON.stringify(state));
}

export function forgetMeshState(config: Config): void {
  rmSync(statePath(config), { force: true });
}

function statePath({ stateDirectory }: Config): string {
  return join(stateDirectory, 'mesh.json');
}

function parse(config: Config): MeshState | undefined {
  try {
    return JSON.parse(readFileSync(statePath(config), 'utf8')) as MeshState; // written by writeMeshState alone
  } catch {
    return undefined; // no file, or half a file: the ports in use will tell
  }
}
