import type { DevtoolsServer } from 'autotel-devtools';
import { soundMetrics, soundTraces } from './damaged.ts';
import { toLogs } from './logs.ts';
import { toMetricStreams } from './metrics.ts';
import { messageType, type LogsRequest, type MetricsRequest, type TracesRequest } from './otlp.ts';
import { signals, type Signal } from './signals.ts';
import { TraceServices, toTraces } from './spans.ts';

/** What became of an export: the records that were refused, and the reason of the first. */
export interface Outcome {
  readonly rejected: number;
  readonly message: string;
}

/** An export that cannot be read: nothing of it is kept. */
export class MalformedExportError extends Error {
  override readonly name = 'MalformedExportError';
}

/** Puts exports into the store, whatever protocol brought them. */
export interface Ingest {
  /** @throws {MalformedExportError} on bytes that are no request of this signal */
  take(signal: Signal, bytes: Buffer): Outcome;
}

interface IngestOptions {
  /** Called with the number of spans and log records that were added. */
  readonly onStored: (rows: number) => void;
  /** Called with each export that was read. */
  readonly onTaken: (signal: Signal, bytes: Buffer) => void;
}

/** Keeps the sound records of an export and refuses the damaged ones alone, as OTLP's partial success. */
export function createIngest(store: DevtoolsServer, { onStored, onTaken }: IngestOptions): Ingest {
  const services = new TraceServices();
  const keep: Record<Signal, (bytes: Buffer) => readonly string[]> = {
    traces(bytes) {
      const { request, refused } = soundTraces(decode<TracesRequest>('traces', bytes));
      const traces = toTraces(request, services);
      store.addTraces(traces);
      onStored(traces.reduce((sum, trace) => sum + trace.spans.length, 0));
      return refused;
    },
    logs(bytes) {
      const logs = toLogs(decode<LogsRequest>('logs', bytes));
      store.addLogs(logs);
      onStored(logs.length);
      return [];
    },
    metrics(bytes) {
      const { request, refused } = soundMetrics(decode<MetricsRequest>('metrics', bytes));
      store.ingestMetricStreams(toMetricStreams(request));
      return refused;
    },
  };
  return {
    take(signal, bytes) {
      const refused = keep[signal](bytes);
      onTaken(signal, bytes);
      const first = refused[0] === undefined ? '' : `${signals[signal].record} ${refused[0]}`;
      return { rejected: refused.length, message: first };
    },
  };
}

function decode<T>(signal: Signal, bytes: Buffer): T {
  const { service, request } = signals[signal];
  try {
    return messageType(request).decode(bytes) as unknown as T;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MalformedExportError(`malformed ${service} export: ${reason}`, { cause: error });
  }
}

/** The Export…ServiceResponse of any signal: without partial success everything was accepted. */
export function responseBytes({ rejected, message: errorMessage }: Outcome): Buffer {
  const partialSuccess = rejected === 0 ? {} : { partialSuccess: { rejected, errorMessage } };
  return Buffer.from(messageType('ExportResponse').encode(partialSuccess).finish());
}
