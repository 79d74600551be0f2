import { status, type ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { shortenText } from '../wire/error-text.ts';
import { internalClass } from './internals.ts';

const base = internalClass('server-interceptors', 'BaseServerInterceptingCall', ['sendStatus']);

/** Whether `amendStatus` can do anything with this release of grpc-js. */
export const canAmendStatus = (): boolean => base !== undefined;

/** What grpc-js calls INTERNAL although the caller is at fault: bytes that are no request, no gzip, no time. */
const callerFaults = /^(Error deserializing request|Failed to decompress message|Invalid grpc-timeout value)/;

/**
 * Amends every status that a server gives a call, and then calls `note` with its code: faults of the caller become
 * INVALID_ARGUMENT, and every text is short enough to be received. Returns whether it can: `call` must be the one that
 * the first interceptor of a server gets.
 *
 * Upstream: the `sendStatus` of an interceptor hears only what the handler says. A passed deadline, a message beyond the
 * bound, one that cannot be decoded and an unknown encoding are answered below it, where an interceptor sees a
 * cancellation. Metrics would count them as CANCELLED, and alarms take the caller's faults for the server's.
 *
 * It can go when interceptors hear of every status, and may change it.
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/server-interceptors.ts#L673
 */
export function amendStatus(call: ServerInterceptingCallInterface, note: (code: status) => void): boolean {
  if (!base || !(call instanceof base)) return false;
  const sendStatus = call.sendStatus.bind(call);
  call.sendStatus = (answer) => {
    const amended = amend(answer);
    note(amended.code);
    sendStatus(amended);
  };
  return true;
}

type Answer = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

function amend({ code, details, ...rest }: Answer): Answer {
  const text = details ?? '';
  const isCallers = code === status.INTERNAL && callerFaults.test(text);
  return { ...rest, code: isCallers ? status.INVALID_ARGUMENT : code, details: shortenText(text) };
}
