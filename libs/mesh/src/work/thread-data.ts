import type { Carrier, SpanData } from '@prime-mesh/telemetry';
import type { ErrorData } from './thread-error.ts';

/** What every thread of a pool is started with. */
export interface ThreadData {
  /** One word a permit of the pool: not 0 once the task that runs on the permit is cancelled. */
  readonly cancelled: Int32Array;
  /** One word a thread index: the id of the thread that holds it, or 0. */
  readonly seats: Int32Array;
  readonly data: object;
}

/** A task on its way to a thread. */
export interface TaskMessage<I> {
  readonly permit: number;
  readonly carrier: Carrier;
  readonly input: I;
}

/** What a thread says when a task has ended; `E` is the form of the error. */
export type TaskReply<O, E = ErrorData> = {
  readonly threadId: number;
  readonly cpuSeconds: number;
  /** Epoch ms, with a fraction. */
  readonly endedAtMs: number;
  /** Made by the task itself. */
  readonly spans: readonly SpanData[];
} & ({ readonly output: O } | { readonly error: E });

/** Words of shared memory, all 0. */
export function sharedWords(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}
