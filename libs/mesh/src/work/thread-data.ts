import type { Carrier, SpanData } from '@prime-mesh/telemetry';
import type { ErrorData } from './thread-error.ts';

/** What every thread of a pool is started with. */
export interface ThreadData {
  /** A word for each permit of the pool: not 0 once the task that runs on it is cancelled. */
  readonly cancelled: Int32Array;
  /** A word for each thread: see `takeSeat`. */
  readonly seats: Int32Array;
  readonly data: object;
}

/** A task on its way to a thread. */
export interface TaskMessage<I> {
  readonly permit: number;
  readonly carrier: Carrier;
  readonly input: I;
}

/** What a thread replies when a task has ended. `E` is the form of an error. */
export type TaskReply<O, E = ErrorData> = {
  readonly threadId: number;
  readonly cpuSeconds: number;
  /** Ms since the epoch, with a fraction. */
  readonly endedAtMs: number;
  /** Those that the task has made itself. */
  readonly spans: readonly SpanData[];
} & ({ readonly output: O } | { readonly error: E });

/** Returns words of shared memory, all 0. */
export function sharedWords(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}
