import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A process of the mesh, started by the very command of its Nx `serve` target. */
export interface Served {
  readonly child: ChildProcess;
  /** What it wrote so far, both streams. */
  output(): string;
  /** Resolves when `text` has been written. */
  until(text: string | RegExp): Promise<void>;
  /** Sends a signal and answers the exit code once the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

interface Manifest {
  nx: {
    targets: { serve: { command?: string; options?: { command?: string; env?: Record<string, string> } } };
  };
}

/** Command and environment of a package's `serve` target. */
function serveTarget(directory: string): { command: string; env: Record<string, string> } {
  const { nx } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')) as Manifest;
  const { command, options } = nx.targets.serve;
  return { command: command ?? options?.command ?? '', env: options?.env ?? {} };
}

/** Flags for V8 with which a package is served. */
export function serveFlags(directory: string): string[] {
  const [, ...args] = serveTarget(directory).command.split(' ');
  return args.slice(0, args.indexOf('--import'));
}

/** Starts `directory`'s process with `env` on top of this process's own environment. */
export function serve(directory: string, env: Readonly<Record<string, string>>): Served {
  const target = serveTarget(directory);
  const [program = '', ...args] = target.command.split(' ');
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: root,
    env: { ...process.env, ...target.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((check) => check());
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      wake();
    });
  }
  const exited = once(child, 'exit');
  void exited.then(wake);

  return {
    child,
    output: () => text,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const seen = typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
          const gone = child.exitCode !== null || child.signalCode !== null;
          if (!seen && !gone) return;
          waiting.delete(check);
          if (seen) resolve();
          else reject(new Error(`${directory} ended before it wrote ${String(wanted)}:\n${text}`));
        };
        waiting.add(check);
        check();
      }),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}
