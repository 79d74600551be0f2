import type { Carrier, SpanData } from '@prime-mesh/telemetry';

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

/** An error on its way back: a structured clone would lose its name and code. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: unknown;
}

export type TaskReply<O> = {
  readonly threadId: number;
  readonly cpuSeconds: number;
  /** Epoch ms, with a fraction. */
  readonly endedAtMs: number;
  /** Made by the task itself. */
  readonly spans: readonly SpanData[];
} & ({ readonly output: O } | { readonly error: ErrorData });

/** Words of shared memory, all 0. */
export function sharedWords(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
}
