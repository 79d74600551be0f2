import { context } from '@opentelemetry/api';
import { createWallClock, takeSpans, unpack } from '@prime-mesh/telemetry';
import { isMainThread, threadId, workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { burnIfOrdered } from './burn.ts';
import { takeSeat } from './seats.ts';
import type { TaskMessage, TaskReply, ThreadData } from './thread-data.ts';
import { dissectError, type ErrorData } from './thread-error.ts';

export interface TaskScope {
  /** Whether nobody waits for the output any more. Ask every few ms, and then throw. */
  readonly isCancelled: () => boolean;
  /** Hands memory of the output over to the main thread at no cost. What is not handed over is copied. */
  readonly transfer: (memory: ArrayBuffer) => void;
}

const toWallClock = createWallClock();

/**
 * Makes an export of a worker file for `createPool`: the default one, or one that `other` names. The task runs in the
 * context of its span, which the main thread makes, and with the baggage of its caller. Spans that it makes itself come
 * back with the reply.
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
 * Returns what the pool got as `workerData`, and the index of this thread in [0, threads). No two living threads of a
 * pool have the same index; the one that replaces a dead thread takes over its index. Call it at the top of a worker file.
 */
export function taskData<T extends object>(): T & { readonly threadIndex: number } {
  const { data, seats } = threadDataOf();
  threadIndex ??= takeSeat(seats);
  return { ...(data as T), threadIndex }; // the pool and its worker file agree on T
}

/** Wraps a reply as Piscina wants it, which unwraps it in the main thread. */
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

async function settle<O>(
  run: () => O | Promise<O>,
): Promise<{ readonly output: O } | { readonly error: ErrorData }> {
  try {
    return { output: await run() };
  } catch (reason) {
    return { error: dissectError(reason) };
  }
}
