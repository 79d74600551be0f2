import { metrics, type Attributes } from '@opentelemetry/api';
import { vi } from 'vitest';

/** A span as the SDK's console exporter prints it. */
export interface SpanRecord {
  readonly name: string;
  readonly id: string;
  readonly traceId: string;
  readonly parentSpanContext?: { readonly spanId: string };
  readonly attributes: Attributes;
  readonly status: { readonly code: number; readonly message?: string };
  readonly events: readonly { readonly name: string }[];
}

/** A metric as the SDK's console exporter prints it. */
interface MetricRecord {
  readonly descriptor: { readonly name: string };
  readonly dataPoints: readonly { readonly attributes: Attributes; readonly value: unknown }[];
}

const spans: SpanRecord[] = [];
const points = new Map<string, MetricRecord['dataPoints']>();
vi.spyOn(console, 'dir').mockImplementation((record: SpanRecord | MetricRecord) => {
  if ('descriptor' in record) points.set(record.descriptor.name, record.dataPoints);
  else spans.push(record);
});

/** The spans of this process that have ended and were exported so far. */
export const recordedSpans = (): readonly SpanRecord[] => spans;

/** Collects all metrics now and returns the points of one, cumulative since the process started. */
export async function metricPoints(name: string): Promise<MetricRecord['dataPoints']> {
  const provider = metrics.getMeterProvider();
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') await provider.forceFlush();
  return points.get(name) ?? [];
}
