import { Server, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js';
import { MalformedExportError, responseBytes, type Ingest } from './ingest.ts';
import { grpcPath, maxExportBytes, type Signal } from './signals.ts';

/** How long a stop waits for exports in flight, ms. Storing one takes less. */
const drainMs = 300;

/** The collector services of OTLP/gRPC. */
export interface Receiver extends AsyncDisposable {
  /** The port that is bound, also if 0 was asked for. */
  readonly port: number;
}

/**
 * Receives traces, logs and metrics, plain or gzipped; an export is answered once it is stored.
 * Bytes that are not an OTLP request are answered with INVALID_ARGUMENT.
 */
export async function startReceiver(
  ingest: Ingest,
  { host, port }: { host: string; port: number },
): Promise<Receiver> {
  const server = new Server({ 'grpc.max_receive_message_length': maxExportBytes });
  for (const signal of ['traces', 'logs', 'metrics'] as const) {
    const method = { path: grpcPath(signal), ...rawUnary };
    server.addService({ Export: method }, { Export: exportHandler(ingest, signal) });
  }
  return {
    port: await bind(server, `${host.includes(':') ? `[${host}]` : host}:${port}`),
    [Symbol.asyncDispose]: async () => stop(server),
  };
}

function exportHandler(ingest: Ingest, signal: Signal): handleUnaryCall<Buffer, Buffer> {
  return ({ request }, done) => {
    try {
      done(null, responseBytes(ingest.take(signal, request)));
    } catch (error) {
      const isTheirs = error instanceof MalformedExportError;
      const details = error instanceof Error ? error.message : String(error);
      done({ code: isTheirs ? status.INVALID_ARGUMENT : status.INTERNAL, details });
    }
  };
}

/** Bytes in, bytes out: the ingest decodes, so that the handler chooses the status of a failure. */
const rawUnary = {
  requestStream: false,
  responseStream: false,
  requestSerialize: (bytes: Buffer) => bytes,
  requestDeserialize: (bytes: Buffer) => bytes,
  responseSerialize: (bytes: Buffer) => bytes,
  responseDeserialize: (bytes: Buffer) => bytes,
};

async function bind(server: Server, address: string): Promise<number> {
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
  return bound;
}

async function stop(server: Server): Promise<void> {
  const late = setTimeout(() => server.forceShutdown(), drainMs);
  await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  clearTimeout(late);
}
