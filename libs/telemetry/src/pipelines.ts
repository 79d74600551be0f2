import type { MeterProvider as MeterProviderApi } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import type { Resource } from '@opentelemetry/resources';
import {
  BatchLogRecordProcessor,
  ConsoleLogRecordExporter,
  SimpleLogRecordProcessor,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import {
  AggregationType,
  ConsoleMetricExporter,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { baggageAttributesProcessor } from './baggage.ts';
import type { Settings } from './environment.ts';
import { RetryingExporter } from './retrying-exporter.ts';

/** Spans or log records that wait for the exporter, about 1 KiB each; more are dropped and counted. */
const QUEUE_SIZE = 8_192;
/** Spans or log records of one export. */
const BATCH_SIZE = 512;
/** A trace is wanted while it runs: the specification's 5 s feel broken, in ms. */
const SCHEDULE_DELAY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 30_000;
/** How often metrics are sent: the specification's 60 s leave the page empty for the length of a demo, in ms. */
const METRIC_INTERVAL_MS = 5_000;
/** Series of one instrument; what comes on top is added up under `otel.metric.overflow`. */
const SERIES_LIMIT = 500;
/** Exports that may be under way at once in an OTLP exporter before it refuses one. */
const CONCURRENT_EXPORTS = 30;

type ExporterName = 'otlp' | 'console';

/** Which exporters a signal has; `none` wins over the others. */
function exportersOf(asked: readonly ('otlp' | 'console' | 'none')[] = ['otlp']): Set<ExporterName> {
  return asked.includes('none') ? new Set() : new Set(asked.filter((name) => name !== 'none'));
}

interface Batching {
  readonly maxQueueSize?: number | undefined;
  readonly maxExportBatchSize?: number | undefined;
  readonly scheduledDelayMillis?: number | undefined;
  readonly exportTimeoutMillis?: number | undefined;
}

function batchingWith({ maxQueueSize = QUEUE_SIZE, ...asked }: Batching) {
  const maxExportBatchSize = Math.min(asked.maxExportBatchSize ?? BATCH_SIZE, maxQueueSize);
  return {
    maxQueueSize,
    maxExportBatchSize,
    scheduledDelayMillis: asked.scheduledDelayMillis ?? SCHEDULE_DELAY_MS,
    exportTimeoutMillis: asked.exportTimeoutMillis ?? EXPORT_TIMEOUT_MS,
    // A flush sends the whole queue at once: an exporter that takes fewer batches would refuse the rest, all lost.
    concurrencyLimit: Math.max(CONCURRENT_EXPORTS, Math.ceil(maxQueueSize / maxExportBatchSize) + 1),
  };
}

/** The processors that export one signal, and the exporters behind them that a shutdown has to hurry. */
export interface Pipeline<Processor> {
  readonly processors: Processor[];
  readonly retrying: { finishBy(epochMs: number): void; shutdown(): Promise<void> }[];
}

/** Makes what OTEL_TRACES_EXPORTER and OTEL_BSP_* ask for. */
export function spanPipeline(
  settings: Settings,
  selfObsMeterProvider: MeterProviderApi,
): Pipeline<SpanProcessor> {
  const exporters = exportersOf(settings.OTEL_TRACES_EXPORTER);
  const pipeline: Pipeline<SpanProcessor> & { retrying: RetryingExporter<ReadableSpan>[] } = {
    processors: [],
    retrying: [],
  };
  if (exporters.has('otlp')) {
    const { concurrencyLimit, ...batching } = batchingWith({
      maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
      maxExportBatchSize: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      scheduledDelayMillis: settings.OTEL_BSP_SCHEDULE_DELAY,
      exportTimeoutMillis: settings.OTEL_BSP_EXPORT_TIMEOUT,
    });
    const otlp = new OTLPTraceExporter({ concurrencyLimit, selfObsMeterProvider });
    const exporter = new RetryingExporter(otlp, batching.exportTimeoutMillis);
    pipeline.retrying.push(exporter);
    pipeline.processors.push(new BatchSpanProcessor({ ...batching, exporter, selfObsMeterProvider }));
  }
  if (exporters.has('console'))
    pipeline.processors.push(new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }));
  return pipeline;
}

/** Makes what OTEL_LOGS_EXPORTER and OTEL_BLRP_* ask for. */
export function logPipeline(
  settings: Settings,
  selfObsMeterProvider: MeterProviderApi,
): Pipeline<LogRecordProcessor> {
  const exporters = exportersOf(settings.OTEL_LOGS_EXPORTER);
  const pipeline: Pipeline<LogRecordProcessor> & { retrying: RetryingExporter<ReadableLogRecord>[] } = {
    processors: [],
    retrying: [],
  };
  if (exporters.has('otlp')) {
    const { concurrencyLimit, ...batching } = batchingWith({
      maxQueueSize: settings.OTEL_BLRP_MAX_QUEUE_SIZE,
      maxExportBatchSize: settings.OTEL_BLRP_MAX_EXPORT_BATCH_SIZE,
      scheduledDelayMillis: settings.OTEL_BLRP_SCHEDULE_DELAY,
      exportTimeoutMillis: settings.OTEL_BLRP_EXPORT_TIMEOUT,
    });
    const otlp = new OTLPLogExporter({ concurrencyLimit, selfObsMeterProvider });
    const exporter = new RetryingExporter(otlp, batching.exportTimeoutMillis);
    pipeline.retrying.push(exporter);
    pipeline.processors.push(new BatchLogRecordProcessor({ ...batching, exporter, selfObsMeterProvider }));
  }
  if (exporters.has('console'))
    pipeline.processors.push(new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() }));
  return pipeline;
}

function metricExporter(name: ExporterName, settings: Settings): PushMetricExporter {
  if (name === 'console') return new ConsoleMetricExporter();
  const isExponential =
    settings.OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION ===
    'base2_exponential_bucket_histogram';
  return new OTLPMetricExporter({
    aggregationPreference: (type) => ({
      type:
        isExponential && type === InstrumentType.HISTOGRAM
          ? AggregationType.EXPONENTIAL_HISTOGRAM
          : AggregationType.DEFAULT,
    }),
  });
}

/** Makes what OTEL_METRICS_EXPORTER and OTEL_METRIC_EXPORT_* ask for. */
export function meterProviderFrom(settings: Settings, resource: Resource): MeterProvider {
  const exportIntervalMillis = settings.OTEL_METRIC_EXPORT_INTERVAL ?? METRIC_INTERVAL_MS;
  const exportTimeoutMillis = Math.min(
    settings.OTEL_METRIC_EXPORT_TIMEOUT ?? EXPORT_TIMEOUT_MS,
    exportIntervalMillis,
  );
  const readers = [...exportersOf(settings.OTEL_METRICS_EXPORTER)].map(
    (name) =>
      new PeriodicExportingMetricReader({
        exporter: metricExporter(name, settings),
        exportIntervalMillis,
        exportTimeoutMillis,
      }),
  );
  return new MeterProvider({
    resource,
    readers,
    sdkMetricsEnabled: true,
    // The only view: an instrument that matches two is counted twice.
    views: [
      {
        instrumentName: '*',
        attributesProcessors: [baggageAttributesProcessor()],
        aggregationCardinalityLimit: SERIES_LIMIT,
      },
    ],
  });
}
