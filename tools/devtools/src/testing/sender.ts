import * as logsGrpc from '@opentelemetry/exporter-logs-otlp-grpc';
import * as logsJson from '@opentelemetry/exporter-logs-otlp-http';
import * as logsProto from '@opentelemetry/exporter-logs-otlp-proto';
import * as metricsGrpc from '@opentelemetry/exporter-metrics-otlp-grpc';
import * as metricsJson from '@opentelemetry/exporter-metrics-otlp-http';
import * as metricsProto from '@opentelemetry/exporter-metrics-otlp-proto';
import * as traceGrpc from '@opentelemetry/exporter-trace-otlp-grpc';
import * as traceJson from '@opentelemetry/exporter-trace-otlp-http';
import * as traceProto from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { TracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace';

/** At most 30 exports are made at once: 30 × 512. */
const maxQueueSize = 12_000;
/** The SDK drops a batch that takes longer. Longer than any test, so that a slow machine drops nothing, ms. */
const exportTimeoutMillis = 120_000;

/** The exporters of each protocol, as OTEL_EXPORTER_OTLP_PROTOCOL names it. */
const exporters = {
  grpc: { ...traceGrpc, ...logsGrpc, ...metricsGrpc },
  'http/json': { ...traceJson, ...logsJson, ...metricsJson },
  'http/protobuf': { ...traceProto, ...logsProto, ...metricsProto },
} as const;

/** A service with an SDK and real exporters of its own. `flush` resolves when the backend has answered. */
export interface Sender extends AsyncDisposable {
  readonly traces: TracerProvider;
  readonly logs: LoggerProvider;
  readonly meters: MeterProvider;
  flush(): Promise<void>;
}

/** @param address host:port, where `protocol` is spoken */
export function startSender(
  address: string,
  service: string,
  {
    gzip = false,
    delta = false,
    views = [] as ViewOptions[],
    protocol = 'grpc' as keyof typeof exporters,
  } = {},
): Sender {
  const { OTLPTraceExporter, OTLPLogExporter, OTLPMetricExporter } = exporters[protocol];
  const target = (signal: string) => ({
    url: protocol === 'grpc' ? `http://${address}` : `http://${address}/v1/${signal}`,
    compression: gzip ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
    timeoutMillis: exportTimeoutMillis,
  });
  const batching = <Exporter>(exporter: Exporter) => ({ exporter, maxQueueSize, exportTimeoutMillis });
  const resource = resourceFromAttributes({
    'service.name': service,
    'service.instance.id': `${service}-1`,
    'process.command_line': 'node a long one',
  });
  const traces = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(batching(new OTLPTraceExporter(target('traces'))))],
  });
  const logs = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor(batching(new OTLPLogExporter(target('logs'))))],
  });
  const exporter = new OTLPMetricExporter({
    ...target('metrics'),
    temporalityPreference: delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
  });
  const meters = new MeterProvider({
    resource,
    views,
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
  });
  const flush = async (): Promise<void> => {
    await Promise.all([traces.forceFlush(), logs.forceFlush(), meters.forceFlush()]);
  };
  return {
    traces,
    logs,
    meters,
    flush,
    async [Symbol.asyncDispose]() {
      await Promise.allSettled([traces.shutdown(), logs.shutdown(), meters.shutdown()]);
    },
  };
}
