import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export interface StartOptions {
  /** What messages call it; by default its command. */
  readonly name?: string;
  /** On top of the environment of this process; what is undefined is taken away from it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Its whole standard input; `open` leaves that to the caller. */
  readonly input?: string;
}

/** A process that has ended. */
export interface Ended {
  /** Its exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output, which `--json` makes one object; empty if it is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Longer than a service may take to drain, ms. */
const stopBudgetMs = 60_000;

/** A process of its own, and all that it writes. */
export class Started {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Resolves once it is gone and all that it wrote has been read. Rejects if it cannot be started. */
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
    this.child.stdin.on('error', () => {}); // it has ended already
    if (input !== 'open') this.child.stdin.end(input);
    for (const stream of ['stdout', 'stderr'] as const) {
      this.child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        this.#written[stream] += chunk;
        this.#written.both += chunk;
        this.#news.emit('news');
      });
    }
    this.ended = this.#end();
    this.ended.catch(() => {}); // told to whoever waits for it
  }

  /** What it wrote so far, both streams. */
  output(): string {
    return this.#written.both;
  }

  /**
   * Resolves when a text has been written.
   * @throws {Error} with all that was written, if the process ends before, or takes longer
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
      await once(this.#news, 'news', { signal: late }).catch(() => {}); // the signal's
    }
  }

  /**
   * Sends a signal, and returns the exit code once the process is gone.
   * @throws {Error} if it is not gone after 60 s; it is killed then
   */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.#isOver) this.child.kill(signal);
    const { code } = await this.within(stopBudgetMs, `after ${signal}`);
    return code;
  }

  /**
   * Resolves when it has ended.
   * @throws {Error} with all that was written, if it takes longer; it is killed then
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

/** Starts a process; `node` is the Node that runs this. */
export function start(command: readonly string[], options: StartOptions = {}): Started {
  return new Started(command, options);
}

/**
 * Runs a process to its end.
 * @param withinMs longest time it may take, ms
 * @throws {Error} with all that was written, if it takes longer; it is killed then
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
