import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

/** A 64-bit field as protobufjs reads it: two 32-bit halves. */
export interface Int64 {
  readonly low: number;
  readonly high: number;
  toString(): string;
  toNumber(): number;
}

/** `value` names the field that was sent; absent for an empty value. */
export interface AnyValue {
  readonly value?:
    | 'stringValue'
    | 'boolValue'
    | 'intValue'
    | 'doubleValue'
    | 'arrayValue'
    | 'kvlistValue'
    | 'bytesValue';
  readonly stringValue: string;
  readonly boolValue: boolean;
  readonly intValue: Int64;
  readonly doubleValue: number;
  readonly arrayValue: { readonly values: readonly AnyValue[] };
  readonly kvlistValue: { readonly values: readonly KeyValue[] };
  readonly bytesValue: Uint8Array;
}

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue | null;
}

export interface Resource {
  readonly attributes: readonly KeyValue[];
}

export interface Scope {
  readonly name: string;
  readonly version: string;
}

export interface TracesRequest {
  readonly resourceSpans: readonly {
    readonly resource: Resource | null;
    readonly scopeSpans: readonly { readonly scope: Scope | null; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

export interface OtlpSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: Int64;
  readonly endTimeUnixNano: Int64;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly {
    readonly timeUnixNano: Int64;
    readonly name: string;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly links: readonly {
    readonly traceId: Uint8Array;
    readonly spanId: Uint8Array;
    readonly attributes: readonly KeyValue[];
  }[];
  readonly status: { readonly message: string; readonly code: number } | null;
}

export interface LogsRequest {
  readonly resourceLogs: readonly {
    readonly resource: Resource | null;
    readonly scopeLogs: readonly { readonly logRecords: readonly OtlpLog[] }[];
  }[];
}

export interface OtlpLog {
  readonly timeUnixNano: Int64;
  readonly observedTimeUnixNano: Int64;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue | null;
  readonly attributes: readonly KeyValue[];
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly eventName: string;
}

export interface MetricsRequest {
  readonly resourceMetrics: readonly {
    readonly resource: Resource | null;
    readonly scopeMetrics: readonly {
      readonly scope: Scope | null;
      readonly metrics: readonly OtlpMetric[];
    }[];
  }[];
}

/** `data` names the one aggregation that was sent. */
export type OtlpMetric = { readonly name: string; readonly description: string; readonly unit: string } & (
  | { readonly data: 'gauge'; readonly gauge: Aggregation<NumberPoint> }
  | { readonly data: 'sum'; readonly sum: Aggregation<NumberPoint> & { readonly isMonotonic: boolean } }
  | { readonly data: 'histogram'; readonly histogram: Aggregation<HistogramPoint> }
  | {
      readonly data: 'exponentialHistogram';
      readonly exponentialHistogram: Aggregation<ExponentialHistogramPoint>;
    }
  | { readonly data: 'summary'; readonly summary: Aggregation<SummaryPoint> }
  | { readonly data?: undefined }
);

/** Temporality: 1 delta, 2 cumulative; gauges and summaries have none. */
export interface Aggregation<P> {
  readonly dataPoints: readonly P[];
  readonly aggregationTemporality?: number;
}

export interface AnyPoint {
  readonly startTimeUnixNano: Int64;
  readonly timeUnixNano: Int64;
  readonly attributes: readonly KeyValue[];
  readonly flags: number;
}

export interface NumberPoint extends AnyPoint {
  readonly value?: 'asDouble' | 'asInt';
  readonly asDouble: number;
  readonly asInt: Int64;
}

interface Distribution extends AnyPoint {
  readonly count: Int64;
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export interface HistogramPoint extends Distribution {
  readonly bucketCounts: readonly Int64[];
  readonly explicitBounds: readonly number[];
}

export interface Buckets {
  readonly offset: number;
  readonly bucketCounts: readonly Int64[];
}

export interface ExponentialHistogramPoint extends Distribution {
  readonly scale: number;
  readonly zeroCount: Int64;
  readonly zeroThreshold: number;
  readonly positive: Buckets | null;
  readonly negative: Buckets | null;
}

export interface SummaryPoint extends AnyPoint {
  readonly count: Int64;
  readonly sum: number;
  readonly quantileValues: readonly { readonly quantile: number; readonly value: number }[];
}

const { root } = protobuf.parse(readFileSync(new URL('otlp.proto', import.meta.url), 'utf8'));

/** The message of `otlp.proto` with this name, read and written without knowing its shape. */
export function messageType(name: string): protobuf.Type {
  return root.lookupType(name);
}
