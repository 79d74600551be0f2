import { context } from '@opentelemetry/api';
import { createWallClock, takeSpans, unpack } from '@prime-mesh/telemetry';
import { isMainThread, threadId, workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { burnIfOrdered } from './burn.ts';
import type { TaskMessage, TaskReply, ThreadData } from './thread-data.ts';
import { dissectError, type ErrorData } from './thread-error.ts';

export interface TaskScope {
  /** Whether nobody waits for the output any more; ask every few ms and throw. */
  readonly isCancelled: () => boolean;
  /** Hands memory of the output over to the main thread, which is free; what is not handed over is copied. */
  readonly transfer: (memory: ArrayBuffer) => void;
}

/** A thread that dies gives its index up when the main thread has heard of it, a few ms later. */
const seatWaitMs = 5_000;

const toWallClock = createWallClock();

/**
 * Makes the default export of a worker file for `createPool`, or one of its others. It runs in the context of its span,
 * which the main thread makes, with the baggage of who asked; spans made meanwhile go home with the answer.
 */
export function task<I, O>(
  run: (input: I, scope: TaskScope) => O | Promise<O>,
): (message: TaskMessage<I> | null) => Promise<TaskReply<O> | null> {
  return async (message) => {
    if (message === null) return null;
    const { permit, carrier, input } = message;
    const { cancelled } = threadDataOf();
    const isCancelled = (): boolean => Atomics.load(cancelled, permit) !== 0;
    const transferred: ArrayBuffer[] = [];
    const transfer = (memory: ArrayBuffer): void => void transferred.push(memory);
    const cpuStart = process.threadCpuUsage();
    const result = await context.with(unpack(carrier), async () =>
      settle(() => {
        burnIfOrdered(isCancelled);
        return run(input, { isCancelled, transfer });
      }),
    );
    const { user, system } = process.threadCpuUsage(cpuStart);
    const endedAtMs = toWallClock(performance.now());
    const reply = { ...result, threadId, cpuSeconds: (user + system) / 1e6, endedAtMs, spans: takeSpans() };
    return handOver(reply, transferred);
  };
}

/**
 * What the pool got as `workerData`, and the index of this thread in [0, threads): no two living threads of a pool have
 * the same one, and the thread that takes the place of a dead one takes its index. For use at the top of a worker file.
 */
export function taskData<T extends object>(): T & { readonly threadIndex: number } {
  const { data, seats } = threadDataOf();
  threadIndex ??= takeSeat(seats);
  return { ...(data as T), threadIndex }; // the pool and its worker file agree on T
}

/** Piscina unwraps it on the other side. */
function handOver<O>(reply: TaskReply<O>, transferred: readonly ArrayBuffer[]): TaskReply<O> {
  if (transferred.length === 0) return reply;
  const wrapped: unknown = move({
    get [transferableSymbol]() {
      return transferred;
    },
    get [valueSymbol]() {
      return reply;
    },
  });
  return wrapped as TaskReply<O>;
}

let threadIndex: number | undefined;

function threadDataOf(): ThreadData {
  if (isMainThread) throw new Error('a task runs on the threads of a pool only');
  return workerData as ThreadData; // set by createPool
}

function takeSeat(seats: Int32Array): number {
  const giveUpAt = Date.now() + seatWaitMs;
  for (;;) {
    const index = seats.findIndex((_, seat) => Atomics.compareExchange(seats, seat, 0, threadId) === 0);
    if (index >= 0) return index;
    if (Date.now() > giveUpAt) throw new Error(`no free index among ${seats.length}`);
    Atomics.wait(seats, 0, seats[0] ?? 0, 10);
  }
}

async function settle<O>(
  run: () => O | Promise<O>,
): Promise<{ readonly output: O } | { readonly error: ErrorData }> {
  try {
    return { output: await run() };
  } catch (reason) {
    return { error: dissectError(reason) };
  }
}
