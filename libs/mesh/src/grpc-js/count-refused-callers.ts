import type { Server } from '@grpc/grpc-js';
import { instrument, createLogger, names } from '@prime-mesh/telemetry';
import { EventEmitter } from 'node:events';
import type { TLSSocket } from 'node:tls';

const log = createLogger('mesh.server');

/**
 * Counts callers that TLS turned away, who may see no more than a closed connection, and logs each reason once. Call it
 * when the server listens. Returns whether it can.
 *
 * Upstream: grpc-js tells nobody of failed handshakes, and keeps the HTTP/2 servers that emit them to itself. Without
 * it, an expired certificate of a caller leaves no trace at the server.
 *
 * It can go when grpc-js emits or logs `tlsClientError`.
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/server.ts#L271
 */
export function countRefusedCallers(server: Server): boolean {
  const listening: unknown = Reflect.get(server, 'http2Servers');
  const emitters = listening instanceof Map ? [...listening.keys()] : [];
  if (emitters.length === 0 || !emitters.every((one) => one instanceof EventEmitter)) return false;
  const refused = instrument(names.metrics.tlsRefused);
  const logged = new Set<string>();
  const note = (error: NodeJS.ErrnoException, socket: TLSSocket): void => {
    // A certificate that does not hold is on the socket, as a code; the types have an Error there.
    const type = String(socket.authorizationError ?? error.code ?? error.name);
    const fields = { [names.attributes.errorType]: type };
    refused.add(1, fields);
    if (logged.has(type)) return;
    logged.add(type);
    log.warn(names.events.tlsRefused, fields);
  };
  for (const one of emitters) one.on('tlsClientError', note);
  return true;
}
