/** Answers of the HTTP API of the embedded backend, and the plain data made of them. */

import type { AttributeMap, AttributeValue, Source, Span } from '../span.ts';
import { eventNameAttribute, legendService } from './ingest-names.ts';

export interface LogRecord extends Source {
  readonly traceId: string;
  readonly spanId: string;
  readonly severity: string;
  readonly eventName?: string;
  readonly body: AttributeValue;
  readonly attributes: AttributeMap;
  readonly timeNs: bigint;
}

/** Counts of the buckets (…, base^(offset+1+i)], base = 2^(2^-scale), for `counts[i]`. */
export interface ExponentialBuckets {
  readonly offset: number;
  readonly counts: readonly number[];
}

/** `value` for gauges and sums, the other fields for histograms, exponential histograms and summaries. */
export interface Point {
  readonly timeNs: bigint;
  readonly startNs?: bigint;
  readonly value?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly bounds?: readonly number[];
  readonly bucketCounts?: readonly number[];
  readonly scale?: number;
  readonly zeroCount?: number;
  readonly positive?: ExponentialBuckets;
  readonly negative?: ExponentialBuckets;
  readonly quantiles?: readonly { readonly quantile: number; readonly value: number }[];
}

export interface Series extends Source {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  readonly temporality?: 'cumulative' | 'delta';
  readonly monotonic?: boolean;
  readonly attributes: AttributeMap;
  readonly points: readonly Point[];
}

export interface ApiTrace {
  spans: ApiSpan[];
}

export interface ApiSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: Span['kind'];
  startTime: number;
  endTime: number;
  status: { code: Span['status']; message?: string };
  attributes: AttributeMap;
  events?: { name: string; attributes?: AttributeMap }[];
}

export interface ApiLog {
  timestamp: number;
  traceId?: string;
  spanId?: string;
  severityText?: string;
  body: AttributeValue;
  attributes: AttributeMap;
  resource?: AttributeMap;
}

export interface ApiBuckets {
  offset: number;
  bucketCounts: number[];
}

export interface ApiPoint {
  timestamp: number;
  startTimestamp?: number;
  explicitBounds?: number[];
  positive?: ApiBuckets;
  negative?: ApiBuckets;
}

export interface ApiSeries {
  name: string;
  unit?: string;
  kind: Series['kind'];
  temporality?: 'cumulative' | 'delta';
  monotonic?: boolean;
  resource: AttributeMap;
  attributes: AttributeMap;
  points: (ApiPoint & Omit<Point, 'timeNs' | 'startNs' | 'bounds' | 'positive' | 'negative'>)[];
}

export function toSpan(span: ApiSpan): Span {
  const { traceId, spanId, name, kind } = span;
  return {
    ...sourceOf(span.attributes),
    traceId,
    spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name,
    kind,
    startNs: toNs(span.startTime),
    endNs: toNs(span.endTime),
    status: span.status.code,
    ...(span.status.message === undefined ? {} : { statusMessage: span.status.message }),
    attributes: withoutSource(span.attributes),
    events: (span.events ?? []).map((event) => ({ name: event.name, attributes: event.attributes ?? {} })),
  };
}

export function toLogRecord(log: ApiLog): LogRecord {
  const { [eventNameAttribute]: eventName, ...attributes } = log.attributes;
  return {
    ...sourceOf(log.resource ?? {}),
    traceId: log.traceId ?? '',
    spanId: log.spanId ?? '',
    severity: log.severityText ?? '',
    ...(typeof eventName === 'string' ? { eventName } : {}),
    body: log.body,
    attributes,
    timeNs: toNs(log.timestamp),
  };
}

export function toSeries(series: ApiSeries): Series {
  const { [legendService]: _legend, ...attributes } = series.attributes;
  return {
    ...sourceOf(series.resource),
    name: series.name,
    unit: series.unit ?? '',
    kind: series.kind,
    ...(series.temporality === undefined ? {} : { temporality: series.temporality }),
    ...(series.monotonic === undefined ? {} : { monotonic: series.monotonic }),
    attributes,
    points: series.points.map(toPoint),
  };
}

function toPoint(point: ApiPoint): Point {
  const { timestamp, startTimestamp, explicitBounds, positive, negative, ...values } = point;
  return {
    ...values,
    timeNs: toNs(timestamp),
    ...(startTimestamp === undefined ? {} : { startNs: toNs(startTimestamp) }),
    ...(explicitBounds === undefined ? {} : { bounds: explicitBounds }),
    ...(positive === undefined ? {} : { positive: toBuckets(positive) }),
    ...(negative === undefined ? {} : { negative: toBuckets(negative) }),
  };
}

function toBuckets({ offset, bucketCounts }: ApiBuckets): ExponentialBuckets {
  return { offset, counts: bucketCounts };
}

function sourceOf(attributes: AttributeMap): Source {
  return {
    service: textOf(attributes['service.name']),
    instanceId: textOf(attributes['service.instance.id']),
  };
}

function textOf(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The store copies attributes of the resource into every span. */
function withoutSource(attributes: AttributeMap): AttributeMap {
  const { 'service.name': _service, 'service.instance.id': _instance, ...rest } = attributes;
  return rest;
}

/** Converts whole milliseconds and their fraction separately, so that no bit of the float64 is lost. */
function toNs(epochMs: number): bigint {
  const whole = Math.floor(epochMs);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((epochMs - whole) * 1e6));
}
