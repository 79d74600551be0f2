import { Server, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js';
import type { DevtoolsServer } from 'autotel-devtools';
import { openForwarder, type ForwardTarget } from './forwarder.ts';
import { toLogs } from './logs.ts';
import { toMetricStreams } from './metrics.ts';
import { decodeLogs, decodeMetrics, decodeTraces } from './otlp.ts';
import { TraceServices, toTraces } from './spans.ts';

/** Largest export, unpacked. The default of gRPC, 4 MiB, is less than 8192 spans with a few attributes. */
const maxExportBytes = 64 * 1024 ** 2;
/** How long a stop waits for exports in flight, ms. Storing one takes less. */
const drainMs = 300;

/** The collector services of OTLP/gRPC. */
export interface Receiver extends AsyncDisposable {
  /** The port that is bound, also if 0 was asked for. */
  readonly port: number;
}

interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  /** Called with the number of spans and log records that were added. */
  readonly onStored: (rows: number) => void;
  /** Receives a copy of every export. */
  readonly forwardTo?: ForwardTarget;
}

/**
 * Receives traces, logs and metrics, plain or gzipped; an export is answered once it is stored.
 * Bytes that are not an OTLP request are answered with INVALID_ARGUMENT.
 */
export async function startReceiver(
  store: DevtoolsServer,
  { host, port, onStored, forwardTo }: ReceiverOptions,
): Promise<Receiver> {
  const forwarder = forwardTo && openForwarder(forwardTo);
  const addCollector = <T>(
    service: string,
    decode: (bytes: Uint8Array) => T,
    keep: (request: T) => void,
  ): void => {
    const path = `/opentelemetry.proto.collector.${service}/Export`;
    const Export = exportHandler(service, decode, (request: T, bytes) => {
      keep(request);
      forwarder?.send(path, bytes);
    });
    server.addService({ Export: { path, ...rawUnary } }, { Export });
  };
  const services = new TraceServices();
  const server = new Server({ 'grpc.max_receive_message_length': maxExportBytes });
  addCollector('trace.v1.TraceService', decodeTraces, (request) => {
    const traces = toTraces(request, services);
    store.addTraces(traces);
    onStored(traces.reduce((sum, trace) => sum + trace.spans.length, 0));
  });
  addCollector('logs.v1.LogsService', decodeLogs, (request) => {
    const logs = toLogs(request);
    store.addLogs(logs);
    onStored(logs.length);
  });
  addCollector('metrics.v1.MetricsService', decodeMetrics, (request) => {
    store.ingestMetricStreams(toMetricStreams(request));
  });
  return {
    port: await bind(server, `${host.includes(':') ? `[${host}]` : host}:${port}`),
    [Symbol.asyncDispose]: async () => {
      await stop(server);
      await forwarder?.[Symbol.asyncDispose]();
    },
  };
}

function exportHandler<T>(
  service: string,
  decode: (bytes: Uint8Array) => T,
  keep: (request: T, bytes: Buffer) => void,
): handleUnaryCall<Buffer, Buffer> {
  return (call, done) => {
    let request: T;
    try {
      request = decode(call.request);
    } catch (error) {
      const details = `malformed ${service} export: ${error instanceof Error ? error.message : String(error)}`;
      done({ code: status.INVALID_ARGUMENT, details });
      return;
    }
    keep(request, call.request);
    done(null, emptyResponse);
  };
}

/** An Export…ServiceResponse without partial success: everything was accepted. */
const emptyResponse = Buffer.alloc(0);
/** Bytes in, bytes out: the handler decodes, so that it also chooses the status of a failure. */
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
