import { status } from '@grpc/grpc-js';
import type { Attributes } from '@opentelemetry/api';
import { createLogger, names, pack } from '@prime-mesh/telemetry';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { Gate } from './gate.ts';
import { MeshError, unavailable } from '../wire/mesh-error.ts';
import { observePool, type PoolMetrics } from './pool-metrics.ts';
import { freeSeatsOnExit } from './seats.ts';
import { inTaskSpan } from './task-span.ts';
import { sharedWords, type TaskMessage, type TaskReply, type ThreadData } from './thread-data.ts';
import { reviveError, type ErrorClass } from './thread-error.ts';

/** How long cancelled tasks may take to notice when the pool closes, ms. Then their threads are ended. */
const closeBudgetMs = 500;

const log = createLogger('mesh.pool');

export interface PoolOptions {
  /** The name in metrics and messages. */
  readonly name: string;
  /** The file of the tasks: `task` has made its default export, and those that `other` names. */
  readonly worker: URL;
  /** The name of the spans of the default export. */
  readonly span: string;
  readonly threads: number;
  /** How many tasks may wait for a thread. More are refused. */
  readonly maxQueue: number;
  /** What `taskData` returns on the threads. */
  readonly workerData?: object;
  /** The errors that keep their class on the way from a thread. Others become plain ones with their name. */
  readonly errors?: readonly ErrorClass[];
}

export interface TaskOptions {
  readonly signal?: AbortSignal;
  /** Attributes of the task's span. */
  readonly attributes?: Attributes;
}

/** An export of the worker file, and the name of its spans. */
interface Task {
  readonly name: string;
  readonly span: string;
}

export interface TaskResult<O> {
  readonly output: O;
  /** CPU time of the thread for this task, user and system. */
  readonly cpuSeconds: number;
}

/**
 * Threads that run the tasks of one file, one task at a time each. Disposing of it cancels what runs and refuses what
 * waits.
 */
export class Pool<I, O> implements AsyncDisposable {
  /** Resolves when every thread has loaded the worker file, rejects when it cannot be loaded. */
  readonly ready: Promise<void>;
  readonly #name: string;
  readonly #errors: readonly ErrorClass[];
  readonly #task: Task;
  readonly #gate: Gate;
  readonly #cancelled: Int32Array;
  readonly #piscina: Piscina<TaskMessage<unknown> | null, TaskReply<unknown>>;
  readonly #metrics: PoolMetrics;
  readonly #abandon = new Set<(reason: Error) => void>();
  #isClosed = false;

  constructor({ name, worker, span, threads, maxQueue, workerData = {}, errors = [] }: PoolOptions) {
    this.#name = name;
    this.#errors = errors;
    this.#task = { name: 'default', span };
    this.#gate = new Gate({ name: `pool ${name}`, label: name, permits: threads, maxQueue });
    this.#cancelled = sharedWords(threads);
    const seats = sharedWords(threads);
    this.#piscina = new Piscina({
      filename: fileURLToPath(worker),
      minThreads: threads,
      maxThreads: threads,
      atomics: 'disabled', // with Atomics an idle thread blocks its event loop and looks 100 % busy
      workerData: { cancelled: this.#cancelled, seats, data: workerData } satisfies ThreadData,
    });
    freeSeatsOnExit(this.#piscina, seats);
    this.#piscina.on('error', (error: Error) => this.#onThreadError(error));
    this.#metrics = observePool({
      name,
      threads: () => this.#piscina.threads,
      queueLength: () => this.#gate.queueLength,
    });
    this.ready = this.#wakeUp(threads);
    this.ready.catch(() => {}); // `run` rejects with it, too, for those who do not wait for this
  }

  /**
   * Runs a task on the next free thread, in a span that is a child of the active one.
   *
   * Aborting `signal` takes a waiting task out of the queue, and tells a running one by `isCancelled`. When that gives up,
   * the promise rejects with the signal's reason, but not before the thread has let go of the task's memory. An error of
   * the task arrives with its name, message and code, and with its class if that is one of `errors`.
   * @throws {MeshError} RESOURCE_EXHAUSTED if the queue is full, INTERNAL if the thread dies, UNAVAILABLE after disposal
   */
  async run(input: I, scope?: TaskOptions): Promise<TaskResult<O>> {
    return this.#run<O>(this.#task, input, scope);
  }

  /** Returns another task of the worker file, by the name of its export. It shares the threads and the queue. */
  other<J, P>(name: string, span: string): Pick<Pool<J, P>, 'run'> {
    return { run: async (input, scope) => this.#run<P>({ name, span }, input, scope) };
  }

  async #run<P>(
    { name, span }: Task,
    input: unknown,
    { signal, attributes = {} }: TaskOptions = {},
  ): Promise<TaskResult<P>> {
    await this.ready;
    const permit = await this.#gate.acquire(signal);
    try {
      this.#throwIfOver(signal);
      const run = async () => this.#runOn(permit, name, input, signal);
      const reply = await inTaskSpan(span, attributes, run);
      this.#metrics.recordCpu(reply.cpuSeconds);
      // The caller and the worker file agree on P.
      if ('output' in reply) return { output: reply.output as P, cpuSeconds: reply.cpuSeconds };
      this.#throwIfOver(signal);
      throw reply.error;
    } finally {
      this.#gate.release(permit);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const idle = this.#gate.close();
    for (const permit of this.#cancelled.keys()) Atomics.store(this.#cancelled, permit, 1);
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, closeBudgetMs);
    await Promise.race([idle, late.promise]).finally(() => clearTimeout(timer));
    await this.#piscina.destroy();
    this.#metrics[Symbol.dispose]();
  }

  async #runOn(
    permit: number,
    task: string,
    input: unknown,
    signal: AbortSignal | undefined,
  ): Promise<TaskReply<unknown, Error>> {
    const cancel = (): void => void Atomics.store(this.#cancelled, permit, 1);
    Atomics.store(this.#cancelled, permit, 0);
    signal?.addEventListener('abort', cancel);
    try {
      const reply = await this.#send({ permit, carrier: pack(), input }, task);
      return 'error' in reply ? { ...reply, error: reviveError(reply.error, this.#errors) } : reply;
    } catch (cause) {
      this.#throwIfOver(signal);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new MeshError(status.INTERNAL, `thread of pool ${this.#name} failed: ${reason}`, { cause });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Piscina gets no signal: it would end the thread, and with it the WebAssembly instance. */
  async #send(message: TaskMessage<unknown> | null, name = 'default'): Promise<TaskReply<unknown>> {
    const { promise, resolve, reject } = Promise.withResolvers<TaskReply<unknown>>();
    this.#abandon.add(reject);
    this.#piscina.run(message, { name }).then(resolve, reject);
    return promise.finally(() => this.#abandon.delete(reject));
  }

  async #wakeUp(threads: number): Promise<void> {
    // Piscina gives a message to the least busy thread, so each gets one.
    await Promise.all(Array.from({ length: threads }, async () => this.#send(null)));
  }

  /** Piscina replaces a dead thread. Where the new one fails to start, too, it would hold for ever what waits for it. */
  #onThreadError(error: Error): void {
    log.error(names.events.threadFailed, { [names.attributes.pool]: this.#name }, error);
    if (this.#piscina.threads.length === 0) for (const abandon of this.#abandon) abandon(error);
  }

  #throwIfOver(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.#isClosed) throw unavailable(`pool ${this.#name} is closed`);
  }
}

/** Starts the threads of a pool. */
export function createPool<I, O>(options: PoolOptions): Pool<I, O> {
  return new Pool(options);
}
