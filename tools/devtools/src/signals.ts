/** What the three signals of OTLP are called in each protocol. */
export const signals = {
  traces: {
    service: 'trace.v1.TraceService',
    request: 'TracesRequest',
    rejected: 'rejectedSpans',
    record: 'span',
  },
  logs: {
    service: 'logs.v1.LogsService',
    request: 'LogsRequest',
    rejected: 'rejectedLogRecords',
    record: 'log record',
  },
  metrics: {
    service: 'metrics.v1.MetricsService',
    request: 'MetricsRequest',
    rejected: 'rejectedDataPoints',
    record: 'data point',
  },
} as const;

export type Signal = keyof typeof signals;

/** Largest export, unpacked. The default of gRPC, 4 MiB, is less than 8192 spans with a few attributes. */
export const maxExportBytes = 64 * 1024 ** 2;

/** The method of a signal over gRPC. */
export function grpcPath(signal: Signal): string {
  return `/opentelemetry.proto.collector.${signals[signal].service}/Export`;
}
