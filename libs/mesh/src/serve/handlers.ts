import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { once } from 'node:events';
import { openScope, type CallScope } from './call-scope.ts';
import { failureReporter } from './failure.ts';
import { injectFault } from './inject-fault.ts';
import { assertDecoded } from '../grpc-js/undecodable-request.ts';

/**
 * Makes a unary handler of a function. The call is answered exactly once, and always with a status. A cancelled one is
 * answered at once, even if `run` goes on. `toStatus` decides what an error becomes.
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
      answer(() => respond(null, response));
    };
    onAbort(scope.signal, fail);
    void serve().catch(fail).finally(close); // fail never throws
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
    onAbort(scope.signal, fail);
    void serve().catch(fail).finally(close); // fail never throws
  };
}

/** Fails a cancelled call, a turn later: what waits for the signal can still end within the span of the call. */
function onAbort(signal: AbortSignal, fail: (error: unknown) => void): void {
  signal.addEventListener('abort', () => setImmediate(() => fail(signal.reason)));
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
