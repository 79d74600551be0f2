import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** A port of the discard service: nothing listens there. */
export const closedAddress = '127.0.0.1:9';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output, decoded. */
  readonly json: () => unknown;
}

export interface MeshctlProcess {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when standard error has said this. */
  readonly says: (text: string) => Promise<void>;
}

/** Starts meshctl as a process of its own, away from any mesh that this machine may run. */
export function startMeshctl(args: readonly string[], env: NodeJS.ProcessEnv = {}): MeshctlProcess {
  const child = spawn(process.execPath, [main, ...args], {
    // oxlint-disable-next-line node/no-process-env -- what a shell would hand on
    env: { ...process.env, NO_COLOR: '1', OTEL_SDK_DISABLED: 'true', LOADER_ADDRESS: closedAddress, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (text.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text.stderr += data.toString()));
  const ended = async (): Promise<Finished> => {
    const [code] = (await once(child, 'close')) as [number | null];
    const { stdout, stderr } = text;
    return {
      code,
      stdout,
      stderr,
      json: () => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as unknown,
    };
  };
  return {
    child,
    finished: ended(),
    says: async (wanted) => {
      while (!text.stderr.includes(wanted)) await once(child.stderr, 'data');
    },
  };
}

/** Runs meshctl to its end. */
export async function meshctl(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Finished> {
  return startMeshctl(args, env).finished;
}
