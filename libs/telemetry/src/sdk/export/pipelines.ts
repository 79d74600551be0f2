import { diag, type MeterProvider } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import {
  BatchLogRecordProcessor,
  ConsoleLogRecordExporter,
  SimpleLogRecordProcessor,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import type { Settings } from '../environment/read-environment.ts';
import type { OtlpConnection } from './otlp-connection.ts';
import { type Exporter, RetryingExporter } from './retrying-exporter.ts';

/** Spans or log records that wait for the exporter, about 1 KiB each; more are dropped and counted. */
const queueSize = 8_192;
/** Spans or log records of one export. */
const batchSize = 512;
/** A trace is wanted while it runs; the specification's 5 s feel broken, in ms. */
const scheduleDelayMs = 1_000;
/** How long a batch is tried, which is how long an absence of the backend may last without loss, in ms. */
const exportTimeoutMs = 30_000;
/** Exports that may be under way at once in an OTLP exporter before it refuses one. */
const concurrentExports = 30;

/** The exporters a signal can have. */
export type ExporterName = 'otlp' | 'console';

/** Which exporters OTEL_{TRACES,METRICS,LOGS}_EXPORTER asks for; `none` wins over the others. */
export function exportersFrom(asked: readonly (ExporterName | 'none')[] = ['otlp']): Set<ExporterName> {
  return asked.includes('none') ? new Set() : new Set(asked.filter((name) => name !== 'none'));
}

interface Batching {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
}

function batchingFrom(settings: Settings, prefix: 'OTEL_BSP' | 'OTEL_BLRP'): Batching {
  const maxQueueSize = settings[`${prefix}_MAX_QUEUE_SIZE`] ?? queueSize;
  const asked = settings[`${prefix}_MAX_EXPORT_BATCH_SIZE`];
  if (asked !== undefined && asked > maxQueueSize) {
    diag.warn(
      `${prefix}_MAX_EXPORT_BATCH_SIZE: ${asked} exceeds the queue of ${maxQueueSize}; ${maxQueueSize} used`,
    );
  }
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(asked ?? batchSize, maxQueueSize),
    scheduledDelayMillis: settings[`${prefix}_SCHEDULE_DELAY`] ?? scheduleDelayMs,
    exportTimeoutMillis: settings[`${prefix}_EXPORT_TIMEOUT`] ?? exportTimeoutMs,
  };
}

/** The processors that export one signal, and the exporters behind them which a shutdown has to hurry. */
export interface Pipeline<Processor> {
  readonly processors: readonly Processor[];
  readonly retrying: readonly Pick<RetryingExporter<never>, 'finishBy' | 'shutdown'>[];
}

interface Parts<Processor, Item> {
  readonly otlp: (options: { concurrencyLimit: number }) => Exporter<Item>;
  readonly batch: (options: Batching & { exporter: RetryingExporter<Item> }) => Processor;
  readonly console: () => Processor;
}

function pipeline<Processor, Item>(
  exporters: Set<ExporterName>,
  batching: Batching,
  { otlp, batch, console }: Parts<Processor, Item>,
): Pipeline<Processor> {
  const onConsole = exporters.has('console') ? [console()] : [];
  if (!exporters.has('otlp')) return { processors: onConsole, retrying: [] };
  // A flush sends the whole queue at once; an exporter that takes fewer batches refuses the rest, and all are lost.
  const batches = Math.ceil(batching.maxQueueSize / batching.maxExportBatchSize) + 1;
  const inner = otlp({ concurrencyLimit: Math.max(concurrentExports, batches) });
  const exporter = new RetryingExporter(inner, batching.exportTimeoutMillis);
  return { processors: [batch({ ...batching, exporter }), ...onConsole], retrying: [exporter] };
}

/** Makes what OTEL_TRACES_EXPORTER and OTEL_BSP_* ask for. */
export function spanPipeline(
  settings: Settings,
  selfObsMeterProvider: MeterProvider,
  { credentials }: OtlpConnection,
): Pipeline<SpanProcessor> {
  return pipeline<SpanProcessor, ReadableSpan>(
    exportersFrom(settings.OTEL_TRACES_EXPORTER),
    batchingFrom(settings, 'OTEL_BSP'),
    {
      otlp: (options) => new OTLPTraceExporter({ ...options, credentials, selfObsMeterProvider }),
      batch: (options) => new BatchSpanProcessor({ ...options, selfObsMeterProvider }),
      console: () => new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }),
    },
  );
}

/** Makes what OTEL_LOGS_EXPORTER and OTEL_BLRP_* ask for. */
export function logPipeline(
  settings: Settings,
  selfObsMeterProvider: MeterProvider,
  { credentials }: OtlpConnection,
): Pipeline<LogRecordProcessor> {
  return pipeline<LogRecordProcessor, ReadableLogRecord>(
    exportersFrom(settings.OTEL_LOGS_EXPORTER),
    batchingFrom(settings, 'OTEL_BLRP'),
    {
      otlp: (options) => new OTLPLogExporter({ ...options, credentials, selfObsMeterProvider }),
      batch: (options) => new BatchLogRecordProcessor({ ...options, selfObsMeterProvider }),
      console: () => new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() }),
    },
  );
}
