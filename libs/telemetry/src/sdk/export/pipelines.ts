import type { MeterProvider } from '@opentelemetry/api';
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
import type { Settings } from '../environment/variables.ts';
import { batchingFrom, type Batching } from './batching.ts';
import { exportersFrom, type ExporterName } from './exporter-names.ts';
import type { OtlpConnection } from './otlp-connection.ts';
import { type Exporter, RetryingExporter } from './retrying-exporter.ts';

/** Exports that may be under way at once. An OTLP exporter refuses more, and their batches are lost. */
const concurrentExports = 30;

/** The processors that export one signal, and the exporters behind them, which a shutdown has to hurry. */
export interface Pipeline<Processor> {
  readonly processors: readonly Processor[];
  readonly retrying: readonly Pick<RetryingExporter<never>, 'finishBy' | 'shutdown' | 'undelivered'>[];
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
  // A flush sends the whole queue at once, beside the batch that may be under way.
  const batches = Math.ceil(batching.maxQueueSize / batching.maxExportBatchSize) + 1;
  const inner = otlp({ concurrencyLimit: Math.max(concurrentExports, batches) });
  const exporter = new RetryingExporter(inner, batching.exportTimeoutMillis);
  return { processors: [batch({ ...batching, exporter }), ...onConsole], retrying: [exporter] };
}

/** Makes what OTEL_TRACES_EXPORTER and OTEL_BSP_* ask for. */
export function spanPipeline(
  settings: Settings,
  selfObsMeterProvider: MeterProvider,
  { url, credentials }: OtlpConnection,
): Pipeline<SpanProcessor> {
  return pipeline<SpanProcessor, ReadableSpan>(
    exportersFrom(settings.OTEL_TRACES_EXPORTER),
    batchingFrom(settings, 'OTEL_BSP'),
    {
      otlp: (options) => new OTLPTraceExporter({ ...options, url, credentials, selfObsMeterProvider }),
      batch: (options) => new BatchSpanProcessor({ ...options, selfObsMeterProvider }),
      console: () => new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() }),
    },
  );
}

/** Makes what OTEL_LOGS_EXPORTER and OTEL_BLRP_* ask for. */
export function logPipeline(
  settings: Settings,
  selfObsMeterProvider: MeterProvider,
  { url, credentials }: OtlpConnection,
): Pipeline<LogRecordProcessor> {
  return pipeline<LogRecordProcessor, ReadableLogRecord>(
    exportersFrom(settings.OTEL_LOGS_EXPORTER),
    batchingFrom(settings, 'OTEL_BLRP'),
    {
      otlp: (options) => new OTLPLogExporter({ ...options, url, credentials, selfObsMeterProvider }),
      batch: (options) => new BatchLogRecordProcessor({ ...options, selfObsMeterProvider }),
      console: () => new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() }),
    },
  );
}
