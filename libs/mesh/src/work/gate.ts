import { trace } from '@opentelemetry/api';
import { instrument, names } from '@prime-mesh/telemetry';
import { activeCaller } from './caller.ts';
import { resourceExhausted, unavailable } from '../wire/mesh-error.ts';
import { TierQueue } from './tier-queue.ts';

export interface GateOptions {
  /** What is waited for, in error messages. */
  readonly name: string;
  readonly permits: number;
  /** How many may wait; more are refused. */
  readonly maxQueue: number;
  /** The same, on metrics and spans. */
  readonly label?: string;
}

interface Waiter {
  readonly caller: string;
  /** Whom it waits behind. */
  readonly behind: Set<string>;
  readonly admit: (permit: number) => void;
  readonly refuse: (error: unknown) => void;
}

/** The most callers that a waiting span names. */
const maxNamed = 10;

/**
 * A fixed number of numbered permits, such as threads or memory slots, and a bounded queue in front of them. The queue
 * is served by the tier that the baggage names, and within a tier in order of arrival. Aborting leaves the queue. A span
 * that had to wait says how long, and behind whom.
 */
export class Gate {
  readonly #name: string;
  readonly #permits: number;
  readonly #maxQueue: number;
  readonly #free: number[];
  /** Who took each permit last. While anybody waits, all of them are held. */
  readonly #holders = new Map<number, string>();
  readonly #queue = new TierQueue<Waiter>();
  readonly #label: string;
  readonly #wait = instrument(names.metrics.workerWaitDuration);
  readonly #idle = Promise.withResolvers<void>();
  #isClosed = false;

  constructor({ name, permits, maxQueue, label = name }: GateOptions) {
    this.#name = name;
    this.#label = label;
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
    const { tier, label: caller } = activeCaller();
    const free = this.#free.pop();
    if (free !== undefined) {
      this.#holders.set(free, caller);
      this.#wait.record(0, { [names.attributes.pool]: this.#label });
      return free;
    }
    if (this.#queue.size >= this.#maxQueue) {
      throw resourceExhausted(
        `queue of ${this.#name} is full: ${this.#queue.size} of ${this.#maxQueue} wait`,
      );
    }
    const startedAt = performance.now();
    const { promise, resolve: admit, reject: refuse } = Promise.withResolvers<number>();
    const ahead = [...this.#holders.values(), ...this.#queue.ahead(tier).map((other) => other.caller)];
    const waiter: Waiter = { admit, refuse, caller, behind: new Set(ahead) };
    for (const { behind } of this.#queue.overtaken(tier)) behind.add(caller);
    const leave = (): void => {
      if (this.#queue.delete(waiter)) refuse(signal?.reason);
    };
    this.#queue.add(waiter, tier);
    signal?.addEventListener('abort', leave);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#noteWait((performance.now() - startedAt) / 1000, waiter);
    }
  }

  /** Gives a permit back. */
  release(permit: number): void {
    if (this.#free.includes(permit)) throw new Error(`permit ${permit} of ${this.#name} was released twice`);
    const next = this.#queue.take();
    if (next === undefined) {
      this.#free.push(permit);
      this.#noticeIdle();
      return;
    }
    this.#holders.set(permit, next.caller);
    next.admit(permit);
  }

  /** Refuses all who wait and all who come. Resolves when every permit is back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { refuse } of this.#queue) refuse(this.#closedError());
    this.#queue.clear();
    this.#noticeIdle();
    return this.#idle.promise;
  }

  #noteWait(seconds: number, { behind }: Waiter): void {
    const { pool, waitTime, waitedBehind } = names.attributes;
    this.#wait.record(seconds, { [pool]: this.#label });
    trace.getActiveSpan()?.addEvent(names.events.queueWaited, {
      [pool]: this.#label,
      [waitTime]: seconds,
      [waitedBehind]: [...behind].slice(0, maxNamed),
    });
  }

  #noticeIdle(): void {
    if (this.#isClosed && this.#free.length === this.#permits) this.#idle.resolve();
  }

  #closedError(): Error {
    return unavailable(`${this.#name} is closed`);
  }
}
