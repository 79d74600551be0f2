import { makeOwnDirectory } from '@prime-mesh/config';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import type { ProcessId } from '../machine/process-table.ts';
import { isRunning } from '../machine/processes.ts';

/** The processes of a running mesh, kept in a file so that another command can stop it. */
export interface MeshState {
  /** The meshctl that stops it on Ctrl-C; absent when it was left running. */
  readonly owner?: ProcessId;
  /** Nx, above the services. */
  readonly nx: ProcessId;
  /** The embedded backend, if the mesh brought its own. */
  readonly devtools?: ProcessId;
}

/** A log may name hosts and tenants: only the owner may read the files. */
const mode = 0o600;

const logName = 'mesh.log';

/** The file that every part of the mesh prints to. */
export function logPath({ stateDirectory }: Config): string {
  return join(stateDirectory, logName);
}

/** Opens the log, to begin it anew or to follow it. The caller closes it. */
export function openLog(config: Config, flags: 'a+' | 'w'): number {
  return openStateFile(config, logName, flags);
}

/** Opens a file below the state directory, which is made if it is missing. The caller closes it. */
export function openStateFile({ stateDirectory }: Config, name: string, flags: 'a' | 'a+' | 'w'): number {
  try {
    makeOwnDirectory(stateDirectory);
    return openSync(join(stateDirectory, name), flags, mode);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      'STATE_DIRECTORY',
      `MESHCTL_STATE_DIR ${stateDirectory} cannot hold the state of a mesh: ${reason}`,
      { cause: error },
    );
  }
}

/** The state of the mesh that runs; undefined if none does. */
export function readMeshState(config: Config): MeshState | undefined {
  const state = parse(config);
  const parts = [state?.nx, state?.devtools].filter((part) => part !== undefined);
  return parts.some(isRunning) ? state : undefined;
}

export function writeMeshState(config: Config, state: MeshState): void {
  writeFileSync(statePath(config), JSON.stringify(state), { mode });
}

export function forgetMeshState(config: Config): void {
  rmSync(statePath(config), { force: true });
}

function statePath({ stateDirectory }: Config): string {
  return join(stateDirectory, 'mesh.json');
}

/** A file that is missing, cut off or not of our shape is no state: the ports in use will tell. */
function parse(config: Config): MeshState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(statePath(config), 'utf8'));
    return isMeshState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

function isMeshState(value: unknown): value is MeshState {
  if (typeof value !== 'object' || value === null) return false;
  const { nx, owner, devtools } = value as Partial<Record<keyof MeshState, unknown>>;
  return isProcessId(nx) && [owner, devtools].every((part) => part === undefined || isProcessId(part));
}

function isProcessId(value: unknown): value is ProcessId {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, started } = value as Partial<Record<keyof ProcessId, unknown>>;
  return Number.isInteger(pid) && typeof started === 'string';
}
