import { diag } from '@opentelemetry/api';
import type * as GrpcModule from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { oneLine } from '../diagnostics.ts';
import type { Settings } from '../environment/read-environment.ts';

/** The module as a require returns it; nothing here may import it, see `instrumentGrpc`. */
export type Grpc = typeof GrpcModule;
type Signal = 'TRACES' | 'METRICS' | 'LOGS';

/** How the exporter of one signal reaches the backend. */
export interface OtlpConnection {
  readonly credentials: GrpcModule.ChannelCredentials;
  /** Ends what is under way. */
  cut(): void;
}

// The scheme of the endpoint decides, INSECURE only where there is none, as the specification says.
function credentialsFrom(
  settings: Settings,
  signal: Signal,
  { credentials }: Grpc,
): GrpcModule.ChannelCredentials {
  const endpoint =
    settings[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`] ??
    settings.OTEL_EXPORTER_OTLP_ENDPOINT ??
    'http://localhost:4317';
  const isInsecure =
    settings[`OTEL_EXPORTER_OTLP_${signal}_INSECURE`] ?? settings.OTEL_EXPORTER_OTLP_INSECURE;
  const hasScheme = /^https?:\/\//.test(endpoint);
  if (endpoint.startsWith('http://') || (!hasScheme && isInsecure === 'true'))
    return credentials.createInsecure();
  const read = (name: 'CERTIFICATE' | 'CLIENT_KEY' | 'CLIENT_CERTIFICATE'): Buffer | null => {
    const path = settings[`OTEL_EXPORTER_OTLP_${signal}_${name}`] ?? settings[`OTEL_EXPORTER_OTLP_${name}`];
    return path === undefined ? null : readFileSync(path);
  };
  try {
    return credentials.createSsl(read('CERTIFICATE'), read('CLIENT_KEY'), read('CLIENT_CERTIFICATE'));
  } catch (error) {
    diag.warn(`the OTEL_EXPORTER_OTLP certificates for ${signal} do not hold, none used: ${oneLine(error)}`);
    return credentials.createSsl();
  }
}

/**
 * Makes the connection that the OTEL_EXPORTER_OTLP_* variables of a signal ask for.
 *
 * NOTE: a call to a backend that does not answer holds the process until OTEL_EXPORTER_OTLP_TIMEOUT, and neither the
 * exporter (0.223) nor grpc-js (1.14.7) can end it. So the sockets are remembered as they are handed to the
 * credentials; if grpc-js stops doing that, `cut` has nothing to do.
 */
export function otlpConnection(settings: Settings, signal: Signal, grpc: Grpc): OtlpConnection {
  const credentials = credentialsFrom(settings, signal, grpc);
  const sockets = new Set<Socket>();
  const createConnector = credentials._createSecureConnector.bind(credentials);
  credentials._createSecureConnector = (...args) => {
    const connector = createConnector(...args);
    const connect = connector.connect.bind(connector);
    connector.connect = async (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return connect(socket);
    };
    return connector;
  };
  return {
    credentials,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
