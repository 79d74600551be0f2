import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export interface StartOptions {
  /** Its name in error messages; its command by default. */
  readonly name?: string;
  /** Added to the environment of this process; an undefined value removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Its whole standard input; with `open` the caller writes and ends it. */
  readonly input?: string;
}

/** A process that has ended. */
export interface Ended {
  /** Its exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output, parsed, if that is an object; otherwise empty. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Longer than a service may take to drain, ms. */
const stopBudgetMs = 60_000;

/** A child process with everything that it writes. */
export class Started {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Resolves when it has exited and its output has been read. Rejects if it cannot be started. */
  readonly ended: Promise<Ended>;
  readonly #name: string;
  readonly #written = { stdout: '', stderr: '', both: '' };
  readonly #news = new EventEmitter();
  #isOver = false;

  constructor(command: readonly string[], { name = command.join(' '), env, cwd, input = '' }: StartOptions) {
    const [program = '', ...args] = command;
    this.#name = name;
    this.child = spawn(program === 'node' ? process.execPath : program, args, {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
    this.child.stdin.on('error', () => {}); // EPIPE when it has already ended
    if (input !== 'open') this.child.stdin.end(input);
    for (const stream of ['stdout', 'stderr'] as const) {
      this.child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        this.#written[stream] += chunk;
        this.#written.both += chunk;
        this.#news.emit('news');
      });
    }
    this.ended = this.#end();
    this.ended.catch(() => {}); // rejects again for whoever awaits it
  }

  /** What it has written so far to both streams. */
  output(): string {
    return this.#written.both;
  }

  /**
   * Resolves when it has written a text.
   * @throws {Error} with its whole output, if it ends first or takes longer than `withinMs`
   */
  async until(
    text: string | RegExp,
    { withinMs = 30_000 }: { readonly withinMs?: number } = {},
  ): Promise<void> {
    const late = AbortSignal.timeout(withinMs);
    const isWritten = (): boolean =>
      typeof text === 'string' ? this.output().includes(text) : text.test(this.output());
    while (!isWritten()) {
      if (this.#isOver) throw new Error(`${this.#name} ended before it wrote ${text}:\n${this.output()}`);
      if (late.aborted)
        throw new Error(`${this.#name} has not written ${text} after ${withinMs} ms:\n${this.output()}`);
      await once(this.#news, 'news', { signal: late }).catch(() => {}); // rejects when the time is up
    }
  }

  /**
   * Sends a signal and returns the exit code when the process has exited.
   * @throws {Error} with its whole output, if that takes longer than 60 s; it is then killed
   */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.#isOver) this.child.kill(signal);
    const { code } = await this.within(stopBudgetMs, `after ${signal}`);
    return code;
  }

  /**
   * Resolves when it has exited.
   * @throws {Error} with its whole output, if that takes longer; it is then killed
   */
  async within(budgetMs: number, since = 'from its start'): Promise<Ended> {
    let isLate = false;
    const killer = setTimeout(() => {
      isLate = true;
      this.child.kill('SIGKILL');
    }, budgetMs);
    try {
      const ended = await this.ended;
      if (isLate) throw new Error(`${this.#name} has not ended ${budgetMs} ms ${since}:\n${this.output()}`);
      return ended;
    } finally {
      clearTimeout(killer);
    }
  }

  async #end(): Promise<Ended> {
    try {
      const [code] = (await once(this.child, 'close')) as [number | null];
      const { stdout, stderr } = this.#written;
      return { code, stdout, stderr, json: lastObject(stdout) };
    } finally {
      this.#isOver = true;
      this.#news.emit('news');
    }
  }
}

/** Starts a process. The program `node` is the Node that runs this one. */
export function start(command: readonly string[], options: StartOptions = {}): Started {
  return new Started(command, options);
}

/**
 * Runs a process to its end.
 * @param withinMs longest time that it may take, ms
 * @throws {Error} with its whole output, if it takes longer; it is then killed
 */
export async function run(
  command: readonly string[],
  { withinMs = 300_000, ...options }: StartOptions & { readonly withinMs?: number } = {},
): Promise<Ended> {
  return start(command, options).within(withinMs);
}

function lastObject(stdout: string): Ended['json'] {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? (JSON.parse(last) as Ended['json']) : {};
}
