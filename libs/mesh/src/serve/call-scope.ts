import { status, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import { keepContext } from './call-context.ts';
import { MeshError } from '../wire/mesh-error.ts';
import { noteArrival } from './note-arrival.ts';

/**
 * The caller's timer is ahead of ours by the time that the request traveled. So a hang-up this close to the deadline,
 * in ms, is the deadline. Larger: real cancellations look like deadlines.
 */
const deadlineToleranceMs = 20;

/** What a handler knows of the call it serves. Pass it on as the options of every call made for it. */
export interface CallScope {
  /** Aborts with a `MeshError` when the caller hangs up or the deadline passes. */
  readonly signal: AbortSignal;
  /** When the caller stops waiting, ms since the epoch. */
  readonly deadlineMs: number | undefined;
  /** Address of the caller. */
  readonly peer: string;
  /**
   * Runs `free` when the handler has ended and its response is serialized, however the call ended. Use it to give back
   * memory that the response points into.
   */
  onSent(free: () => void): void;
}

type ServerCall = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

/** Opens the scope of a call. `close` runs what `onSent` was given. */
export function openScope(call: ServerCall): { scope: CallScope; close: () => void } {
  const abort = new AbortController();
  const frees: (() => void)[] = [];
  const deadline = Number(call.getDeadline());
  keepContext(call.metadata);
  noteArrival(call.metadata, deadline);
  let isOpen = true;
  call.on('cancelled', () => {
    if (!isOpen) return; // grpc-js emits it for answered calls, too
    const reason =
      Date.now() >= deadline - deadlineToleranceMs
        ? new MeshError(status.DEADLINE_EXCEEDED, 'deadline exceeded')
        : new MeshError(status.CANCELLED, 'the call was cancelled');
    abort.abort(reason);
  });
  const scope: CallScope = {
    signal: abort.signal,
    deadlineMs: Number.isFinite(deadline) ? deadline : undefined,
    peer: call.getPeer(),
    onSent: (free) => void frees.push(free),
  };
  const close = (): void => {
    isOpen = false;
    for (const free of frees.splice(0)) free();
  };
  return { scope, close };
}
