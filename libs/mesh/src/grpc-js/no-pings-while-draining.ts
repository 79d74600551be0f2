import type { Server } from '@grpc/grpc-js';
import { internalClass, wrapMethod } from './internals.ts';

/** The parts of Http2Transport, a connection of a client, that matter here. */
interface Transport {
  readonly session: { readonly closed: boolean };
  canSendPing(): boolean;
}

type CreateSession = (this: never, ...args: never[]) => Promise<unknown>;

/**
 * Makes clients send no keepalive ping on a connection whose server has said that it stops. Returns whether it could.
 *
 * Upstream: after a GOAWAY, Node sends no ping any more, and grpc-js takes that for a broken connection. So the calls
 * under way, which the server would still answer, end as UNAVAILABLE when the next ping is due.
 *
 * It can go when grpc-js sends no pings after a GOAWAY.
 * @see https://github.com/grpc/grpc-node/issues/3068
 */
export function noPingsAfterGoaway(): boolean {
  const connector = internalClass('transport', 'Http2SubchannelConnector', ['createSession']);
  if (!connector) return false;
  wrapMethod<CreateSession>(
    connector,
    'createSession',
    (createSession) =>
      async function (...args) {
        const transport = await createSession.apply(this, args);
        if (isTransport(transport)) pingWhileOpen(transport);
        return transport;
      },
  );
  return true;
}

function isTransport(value: unknown): value is Transport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'session' in value &&
    'canSendPing' in value &&
    typeof value.canSendPing === 'function'
  );
}

function pingWhileOpen(transport: Transport): void {
  const canSendPing = transport.canSendPing.bind(transport);
  transport.canSendPing = () => !transport.session.closed && canSendPing();
}

/**
 * Makes a server send no keepalive ping any more, for the same reason as above: it would break the connections that it
 * is about to drain. Returns whether it could.
 */
export function sendNoMorePings(server: Server): boolean {
  if (typeof Reflect.get(server, 'keepaliveTimeMs') !== 'number') return false;
  return Reflect.set(server, 'keepaliveTimeMs', 0); // asked before each ping; 0 is never
}
