import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { once } from 'node:events';
import { openScope, type CallScope } from './call-scope.ts';
import { failureReporter } from './failure.ts';
import { injectFault } from './inject-fault.ts';
import { assertDecoded } from '../grpc-js/undecodable-request.ts';

/**
 * How long the work of a cancelled call may go on within the span of the call, ms. Shorter: what it notes on the span is
 * lost, and spans below stick out. Longer: work that hangs is seen later.
 */
const unwindBudgetMs = 2_000;

/**
 * Makes a unary handler of a function. The call is answered exactly once, and always with a status: a cancelled one when
 * `run` has ended, or when its time for that is up. `toStatus` decides what an error becomes.
 */
export function unary<I, O>(run: (request: I, call: CallScope) => Promise<O> | O): handleUnaryCall<I, O> {
  return (call, respond) => {
    const { scope, close } = openScope(call);
    const failure = failureReporter(call.getPath());
    let isOpen = true;
    const answer = (send: () => void): void => {
      if (isOpen) {
        isOpen = false;
        send();
      }
    };
    const fail = (error: unknown): void => answer(() => respond(failure(error)));
    const serve = async (): Promise<void> => {
      assertDecoded(call.request);
      await injectFault(scope.signal);
      const response = await run(call.request, scope);
      scope.signal.throwIfAborted();
      answer(() => respond(null, response));
    };
    void serve().catch(onceUnwound(scope.signal, fail)).finally(close); // fail never throws
  };
}

/**
 * Makes a server-streaming handler of an async generator, which is asked for a message only when the caller has room
 * for it, and ended when the call is cancelled. The call ends exactly once, and always with a status.
 */
export function serverStream<I, O>(
  run: (request: I, call: CallScope) => AsyncIterable<O>,
): handleServerStreamingCall<I, O> {
  return (call) => {
    const { scope, close } = openScope(call);
    const failure = failureReporter(call.getPath());
    let isOpen = true;
    const fail = (error: unknown): void => {
      if (!isOpen) return;
      isOpen = false;
      call.emit('error', failure(error)); // how grpc-js wants to be told the status of a stream
    };
    const serve = async (): Promise<void> => {
      assertDecoded(call.request);
      await injectFault(scope.signal);
      for await (const message of run(call.request, scope)) await write(call, message, scope.signal);
      scope.signal.throwIfAborted();
      isOpen = false;
      call.end();
    };
    void serve().catch(onceUnwound(scope.signal, fail)).finally(close); // fail never throws
  };
}

/**
 * Returns what fails a call when its work has: a cancelled one with the reason of that. Nobody waits for that status but
 * the span of the call, which ends with it. Work that goes on for longer than its budget does not hold it up.
 */
function onceUnwound(signal: AbortSignal, fail: (error: unknown) => void): (error: unknown) => void {
  const failCancelled = (): void => fail(signal.reason);
  signal.addEventListener('abort', () => setTimeout(failCancelled, unwindBudgetMs).unref());
  return (error) => fail(signal.aborted ? signal.reason : error);
}

/** Writes a message and waits until there is room for the next one. */
async function write<O>(
  call: ServerWritableStream<unknown, O>,
  message: O,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (!call.write(message)) await once(call, 'drain', { signal });
}
