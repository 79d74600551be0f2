import { metrics, type Attributes, type SpanStatusCode } from '@opentelemetry/api';
import { vi } from 'vitest';

/** A span as the SDK's console exporter prints it. */
export interface SpanRecord {
  readonly name: string;
  readonly id: string;
  readonly traceId: string;
  readonly parentSpanContext?: { readonly spanId: string };
  readonly kind: number;
  /** In microseconds. */
  readonly duration: number;
  readonly attributes: Attributes;
  readonly status: { readonly code: SpanStatusCode; readonly message?: string };
  readonly events: readonly { readonly name: string; readonly attributes?: Attributes }[];
}

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

const logLines: string[] = [];
const { stdout } = process;
const write = stdout.write.bind(stdout);
vi.spyOn(stdout, 'write').mockImplementation((chunk) => {
  if (!String(chunk).startsWith('{"time":')) return write(chunk);
  logLines.push(String(chunk));
  return true;
});

/** Returns the log records of this process since the last call. */
export const takeLogs = (): Record<string, unknown>[] => logLines.splice(0).map((line) => JSON.parse(line));

/** The spans of this process that have ended, but for those that were taken. */
export const recordedSpans = (): readonly SpanRecord[] => spans;

/** Returns the spans of this process that ended since the last call. */
export const takeRecorded = (): SpanRecord[] => spans.splice(0);

/** Waits for an ended span that `is` accepts, and leaves it recorded. */
export const recordedSpan = async (is: (span: SpanRecord) => boolean): Promise<SpanRecord> =>
  vi.waitFor(() => {
    const found = spans.find(is);
    if (!found) throw new Error(`no such span among ${spans.map(({ name }) => name).join(', ')}`);
    return found;
  }, 5_000);

/** Collects all metrics now and returns the points of one, cumulative since the process started. */
export async function metricPoints(name: string): Promise<MetricRecord['dataPoints']> {
  points.delete(name); // a metric without points is not exported
  const provider = metrics.getMeterProvider();
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') await provider.forceFlush();
  return points.get(name) ?? [];
}
