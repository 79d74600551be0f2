import { resourceExhausted, unavailable } from './mesh-error.ts';

export interface GateOptions {
  /** what is waited for, in error messages */
  readonly name: string;
  readonly permits: number;
  /** how many may wait; more are refused */
  readonly maxQueue: number;
}

interface Waiter {
  readonly admit: (permit: number) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * A fixed number of numbered permits, such as threads or memory slots, and a bounded queue in front of them.
 * First come, first served; who aborts leaves the queue.
 */
export class Gate {
  readonly #name: string;
  readonly #permits: number;
  readonly #maxQueue: number;
  readonly #free: number[];
  readonly #queue = new Set<Waiter>(); // in order of arrival; an aborted waiter leaves the middle in O(1)
  readonly #idle = Promise.withResolvers<void>();
  #isClosed = false;

  constructor({ name, permits, maxQueue }: GateOptions) {
    this.#name = name;
    this.#permits = permits;
    this.#maxQueue = maxQueue;
    this.#free = Array.from({ length: permits }, (_, index) => permits - 1 - index);
  }

  get queueLength(): number {
    return this.#queue.size;
  }

  /**
   * Takes a permit, a number in [0, permits), to be given back by `release`.
   * @throws {MeshError} RESOURCE_EXHAUSTED if the queue is full, UNAVAILABLE if the gate is closed
   */
  async acquire(signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw this.#closedError();
    const permit = this.#free.pop();
    if (permit !== undefined) return permit;
    if (this.#queue.size >= this.#maxQueue) {
      throw resourceExhausted(
        `queue of ${this.#name} is full: ${this.#queue.size} of ${this.#maxQueue} wait`,
      );
    }
    const { promise, resolve: admit, reject: refuse } = Promise.withResolvers<number>();
    const waiter = { admit, refuse };
    const leave = (): void => {
      if (this.#queue.delete(waiter)) refuse(signal?.reason);
    };
    this.#queue.add(waiter);
    signal?.addEventListener('abort', leave);
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  /** Gives a permit back. */
  release(permit: number): void {
    if (this.#free.includes(permit)) throw new Error(`permit ${permit} of ${this.#name} was released twice`);
    const [next] = this.#queue;
    if (next === undefined) {
      this.#free.push(permit);
      this.#noticeIdle();
      return;
    }
    this.#queue.delete(next);
    next.admit(permit);
  }

  /** Refuses all who wait and all who come; resolves when every permit is back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { refuse } of this.#queue) refuse(this.#closedError());
    this.#queue.clear();
    this.#noticeIdle();
    return this.#idle.promise;
  }

  #noticeIdle(): void {
    if (this.#isClosed && this.#free.length === this.#permits) this.#idle.resolve();
  }

  #closedError(): Error {
    return unavailable(`${this.#name} is closed`);
  }
}
