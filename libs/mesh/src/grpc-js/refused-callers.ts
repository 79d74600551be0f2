import type { Server } from '@grpc/grpc-js';
import { instrument, createLogger, names } from '@prime-mesh/telemetry';
import { EventEmitter } from 'node:events';
import type { TLSSocket } from 'node:tls';

const log = createLogger('mesh.server');

/**
 * Counts callers that TLS turned away, who may see no more than a closed connection, and logs each reason once. Call it
 * when the server listens.
 *
 * NOTE: grpc-js (1.14.7) tells nobody of them, and keeps the HTTP/2 servers that know to itself. Where those are not
 * found, nothing is counted.
 */
export function countRefusedCallers(server: Server): void {
  const listening: unknown = Reflect.get(server, 'http2Servers');
  if (!(listening instanceof Map)) return;
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
  for (const one of listening.keys()) if (one instanceof EventEmitter) one.on('tlsClientError', note);
}
