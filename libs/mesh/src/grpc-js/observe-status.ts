import type { ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import { internalClass } from './internals.ts';

const base = internalClass('server-interceptors', 'BaseServerInterceptingCall', ['sendStatus']);

/** Whether `observeStatus` can do anything with this release of grpc-js. */
export const canObserveStatus = (): boolean => base !== undefined;

/**
 * Calls `note` with the code of every status that a server gives a call. Returns whether it can: `call` must be the one
 * that the first interceptor of a server gets.
 *
 * Upstream: the `sendStatus` of an interceptor hears only what the handler says. A passed deadline, a message beyond the
 * bound and an unknown encoding are answered below it, where an interceptor sees a cancellation. Metrics would
 * count them as CANCELLED.
 *
 * It can go when interceptors hear of every status.
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/server-interceptors.ts#L673
 */
export function observeStatus(call: ServerInterceptingCallInterface, note: (code: status) => void): boolean {
  if (!base || !(call instanceof base)) return false;
  const sendStatus = call.sendStatus.bind(call);
  call.sendStatus = (answer) => {
    note(answer.code);
    sendStatus(answer);
  };
  return true;
}
