import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

export interface Running {
  /** How the program ended. It is killed, and this rejects, when it takes too long. */
  readonly outcome: Promise<Outcome>;
  /** Waits for `text` on stdout, and returns what follows it in the line. */
  said(text: string): Promise<string>;
  /** The same for stderr. */
  erred(text: string): Promise<string>;
  /** Sends a line to the stdin of the program. */
  tell(line: string): void;
}

/** How long a program may run, in ms: longer than any wait of these tests, shorter than their time-out. */
const lifetimeMs = 50_000;

const register = new URL('../register.ts', import.meta.url).href;

/** Starts `programs/NAME.ts` as a process of its own, with the real preload unless told otherwise. */
export function startProgram(
  name: string,
  env: Record<string, string>,
  execArgv = ['--import', register],
): Running {
  const path = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));
  const started = performance.now();
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('OTEL_'));
  const child = spawn(process.execPath, [...execArgv, path], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: 'pipe',
    timeout: lifetimeMs,
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const elapsedMs = performance.now() - started;
      if (signal === null) resolve({ code, stdout: stdout(), stderr: stderr(), elapsedMs });
      else reject(new Error(`${name} did not end within ${lifetimeMs} ms: ${stdout()}${stderr()}`));
    });
  });
  return {
    outcome,
    tell: (line) => void child.stdin.write(`${line}\n`),
    said: async (text) => after(text, child, child.stdout, stdout),
    erred: async (text) => after(text, child, child.stderr, stderr),
  };
}

/** Returns what the stream has carried so far. */
function collect(stream: Readable): () => string {
  let written = '';
  stream.on('data', (chunk) => (written += chunk));
  return () => written;
}

async function after(
  text: string,
  child: ChildProcess,
  stream: Readable,
  written: () => string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const [, rest] = written().split(text);
      if (rest?.includes('\n')) resolve(rest.slice(0, rest.indexOf('\n')));
    };
    stream.on('data', look);
    child.once('close', () => reject(new Error(`the program never wrote "${text}": ${written()}`)));
    look();
  });
}

/** Runs a program to its end. */
export async function runProgram(
  name: string,
  env: Record<string, string>,
  execArgv?: string[],
): Promise<Outcome> {
  return startProgram(name, env, execArgv).outcome;
}
