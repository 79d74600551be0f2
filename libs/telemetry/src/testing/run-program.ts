import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

export interface Running {
  readonly outcome: Promise<Outcome>;
  /** resolves when the program has written the text on stdout */
  saying(text: string): Promise<void>;
  /** sends a line to the stdin of the program */
  tell(line: string): void;
}

const register = new URL('../register.ts', import.meta.url).href;

/** Starts `programs/NAME.ts` as a process of its own, with the real preload unless told otherwise. */
export function startProgram(
  name: string,
  env: Record<string, string>,
  execArgv = ['--import', register],
): Running {
  const path = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));
  const started = performance.now();
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('OTEL_')),
  );
  const child = spawn(process.execPath, [...execArgv, path], {
    env: { ...inherited, ...env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr, elapsedMs: performance.now() - started }));
  });
  return {
    outcome,
    tell: (line) => void child.stdin.write(`${line}\n`),
    saying: async (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => (stdout.includes(text) ? resolve() : undefined);
        child.stdout.on('data', look);
        child.once('close', () =>
          reject(new Error(`the program ended without saying ${text}: ${stdout}${stderr}`)),
        );
        look();
      }),
  };
}

/** Runs a program to its end. */
export async function runProgram(
  name: string,
  env: Record<string, string>,
  execArgv?: string[],
): Promise<Outcome> {
  return startProgram(name, env, execArgv).outcome;
}
