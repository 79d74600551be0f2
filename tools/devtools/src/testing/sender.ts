import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
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

/** A service with an SDK and real exporters of its own. `flush` resolves when the backend has answered. */
export interface Sender extends AsyncDisposable {
  readonly traces: TracerProvider;
  readonly logs: LoggerProvider;
  readonly meters: MeterProvider;
  flush(): Promise<void>;
}

export function startSender(
  otlpAddress: string,
  service: string,
  { gzip = false, delta = false, views = [] as ViewOptions[] } = {},
): Sender {
  const resource = resourceFromAttributes({
    'service.name': service,
    'service.instance.id': `${service}-1`,
    'process.command_line': 'node a long one',
  });
  const target = {
    url: `http://${otlpAddress}`,
    compression: gzip ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
    timeoutMillis: exportTimeoutMillis,
  };
  const traces = new TracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter(target), maxQueueSize, exportTimeoutMillis }),
    ],
  });
  const logs = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({
        exporter: new OTLPLogExporter(target),
        maxQueueSize,
        exportTimeoutMillis,
      }),
    ],
  });
  const exporter = new OTLPMetricExporter({
    ...target,
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
