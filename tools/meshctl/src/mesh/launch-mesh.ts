import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { meshEnvironment, nxPath, rootDirectory, type Config } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { openLog, writeMeshState, type MeshState } from './mesh-state.ts';
import type { ProcessId } from '../machine/process-table.ts';
import { identifyProcess } from '../machine/processes.ts';

/** A process of the mesh that meshctl has started. */
export interface MeshPart {
  /** As a person reads it. */
  readonly name: string;
  readonly child: ChildProcess;
}

/** What runs after a launch: Nx, which starts the services, and the embedded backend if it was asked for. */
export interface LaunchedMesh {
  readonly state: MeshState;
  readonly parts: readonly MeshPart[];
}

/**
 * Starts the processes of a mesh and remembers them in the state file. They print to the log of the mesh.
 * @throws {FailureError} if one ended as soon as it was started
 */
export function launchMesh(config: Config, { withBackend }: { withBackend: boolean }): LaunchedMesh {
  const log = openLog(config, 'w');
  const start = (script: string, ...args: string[]): ChildProcess =>
    spawn(process.execPath, [script, ...args], {
      cwd: rootDirectory,
      env: meshEnvironment(config),
      // A group of its own: Ctrl-C in the terminal reaches meshctl alone, which then stops the parts in order.
      detached: true,
      stdio: ['ignore', log, log],
    });
  const devtools = withBackend ? start(join(rootDirectory, 'tools/devtools/src/main.ts')) : undefined;
  const projects = config.services.map(({ owner }) => owner);
  const serve = ['run-many', '-t', 'serve', '-p', ...projects, '--outputStyle=stream'];
  const nx = start(nxPath, ...serve);
  closeSync(log);
  const owner = identify(process.pid);
  const state = { owner, nx: identify(nx.pid), ...(devtools && { devtools: identify(devtools.pid) }) };
  writeMeshState(config, state);
  const services = { name: 'Nx', child: nx };
  return {
    state,
    parts: devtools ? [services, { name: 'the embedded backend', child: devtools }] : [services],
  };
}

function identify(pid: number | undefined): ProcessId {
  const found = pid === undefined ? undefined : identifyProcess(pid);
  if (found === undefined)
    throw new FailureError('NOT_STARTED', `process ${pid} ended as soon as it was started`);
  return found;
}
