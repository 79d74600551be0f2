import type { Attributes } from '@opentelemetry/api';
import { vi } from 'vitest';

/** A span as the SDK's console exporter prints it. */
export interface SpanRecord {
  readonly name: string;
  readonly id: string;
  readonly traceId: string;
  readonly parentSpanContext?: { readonly spanId: string };
  readonly attributes: Attributes;
  readonly status: { readonly code: number; readonly message?: string };
}

const spans: SpanRecord[] = [];
vi.spyOn(console, 'dir').mockImplementation((record: SpanRecord) => void spans.push(record));

/** The spans of this process that have ended and were exported so far. */
export const recordedSpans = (): readonly SpanRecord[] => spans;
