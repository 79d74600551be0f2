import type { ChannelCredentials } from '@grpc/grpc-js';
import { diag } from '@opentelemetry/api';
import type { Socket } from 'node:net';

const cutters = new WeakMap<ChannelCredentials, () => void>();

/**
 * Returns a function that destroys every connection opened with these credentials, and so ends the calls on it.
 *
 * Broken upstream: nothing else ends an export under way. Closing a client of grpc-js (1.14.7) leaves its calls open,
 * and the OTLP exporters (0.223) keep no handle of theirs. A backend that never answers so holds the process until
 * OTEL_EXPORTER_OTLP_TIMEOUT. Goes when the exporters cancel what is under way at shutdown.
 *
 * Where grpc-js no longer asks the credentials for its connectors, the function does nothing.
 * @see https://github.com/grpc/grpc-node/issues/1211
 * @see https://github.com/open-telemetry/opentelemetry-js-contrib/issues/3349
 */
export function connectionCutter(credentials: ChannelCredentials): () => void {
  const known = cutters.get(credentials);
  if (known !== undefined) return known;
  const sockets = rememberSockets(credentials);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  cutters.set(credentials, cut);
  return cut;
}

/** The open connections of these credentials, from now on. */
function rememberSockets(credentials: ChannelCredentials): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  if (typeof credentials._createSecureConnector !== 'function') return noneOf(sockets);
  const createConnector = credentials._createSecureConnector.bind(credentials);
  credentials._createSecureConnector = (...args) => {
    const connector = createConnector(...args);
    if (typeof connector?.connect !== 'function') {
      noneOf(sockets);
      return connector;
    }
    const connect = connector.connect.bind(connector);
    connector.connect = async (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return connect(socket);
    };
    return connector;
  };
  return sockets;
}

function noneOf(sockets: ReadonlySet<Socket>): ReadonlySet<Socket> {
  diag.warn('grpc-js has changed: a backend that does not answer delays the end of the process');
  return sockets;
}
