import { diag } from '@opentelemetry/api';
import type { Settings } from '../environment/variables.ts';

/** Spans or log records that wait for the exporter, about 1 KiB each. More are dropped and counted. */
const queueSize = 8_192;
/** Spans or log records of one export. */
const batchSize = 512;
/** In ms. A trace is wanted while it runs, for which the 5 s of the specification are too long. */
const scheduleDelayMs = 1_000;
/** How long a batch is tried, and so how long the backend may be away without loss, in ms. */
const exportTimeoutMs = 30_000;

/** How a batch processor collects and sends. */
export interface Batching {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
}

/** Reads OTEL_BSP_* for spans or OTEL_BLRP_* for log records. A batch that exceeds the queue is reported and cut. */
export function batchingFrom(settings: Settings, prefix: 'OTEL_BSP' | 'OTEL_BLRP'): Batching {
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
