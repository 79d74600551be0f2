import type {
  AnyPoint,
  HistogramPoint,
  MetricsRequest,
  OtlpMetric,
  OtlpSpan,
  TracesRequest,
} from './otlp.ts';

/** A request without the records that cannot be kept, and why each of those cannot. */
export interface Sound<T> {
  readonly request: T;
  readonly refused: readonly string[];
}

/** Whether it is 16 bytes that are not all zero. */
export function isTraceId(id: Uint8Array): boolean {
  return isId(id, 16);
}

/** Whether it is 8 bytes that are not all zero. */
export function isSpanId(id: Uint8Array): boolean {
  return isId(id, 8);
}

function isId(id: Uint8Array, length: number): boolean {
  return id.length === length && id.some((byte) => byte !== 0);
}

/** Takes out the spans without ids of their own. A log record needs none, and is kept without those that are no ids. */
export function soundTraces({ resourceSpans }: TracesRequest): Sound<TracesRequest> {
  const refused: string[] = [];
  const isSound = (span: OtlpSpan): boolean => keep(refused, spanProblem(span), span.name);
  return {
    refused,
    request: {
      resourceSpans: resourceSpans.map(({ resource, scopeSpans }) => ({
        resource,
        scopeSpans: scopeSpans.map(({ scope, spans }) => ({ scope, spans: spans.filter(isSound) })),
      })),
    },
  };
}

function spanProblem({ traceId, spanId, parentSpanId }: OtlpSpan): string | undefined {
  if (!isTraceId(traceId)) return `a trace id of ${traceId.length} bytes, or all zero`;
  if (!isSpanId(spanId)) return `a span id of ${spanId.length} bytes, or all zero`;
  if (![0, 8].includes(parentSpanId.length)) return `a parent span id of ${parentSpanId.length} bytes`;
  return undefined;
}

/** Takes out the points of metrics without a name, and of histograms whose buckets do not fit their bounds. */
export function soundMetrics({ resourceMetrics }: MetricsRequest): Sound<MetricsRequest> {
  const refused: string[] = [];
  return {
    refused,
    request: {
      resourceMetrics: resourceMetrics.map(({ resource, scopeMetrics }) => ({
        resource,
        scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
          scope,
          metrics: metrics.map((metric) => soundMetric(metric, refused)),
        })),
      })),
    },
  };
}

function soundMetric(metric: OtlpMetric, refused: string[]): OtlpMetric {
  const { name, description, unit } = metric;
  const head = { name, description, unit };
  if (name === '') {
    refused.push(...pointsOf(metric).map(() => 'of a metric without a name'));
    return head;
  }
  if (metric.data !== 'histogram') return metric;
  const { dataPoints } = metric.histogram;
  const isSound = (point: HistogramPoint): boolean => keep(refused, histogramProblem(point), name);
  const histogram = { ...metric.histogram, dataPoints: dataPoints.filter(isSound) };
  return { ...head, data: 'histogram', histogram };
}

function histogramProblem({ bucketCounts, explicitBounds }: HistogramPoint): string | undefined {
  const [buckets, bounds] = [bucketCounts.length, explicitBounds.length];
  const fits = buckets === bounds + 1 || (buckets === 0 && bounds === 0);
  return fits ? undefined : `${buckets} buckets for ${bounds} bounds`;
}

function pointsOf(metric: OtlpMetric): readonly AnyPoint[] {
  switch (metric.data) {
    case 'gauge':
      return metric.gauge.dataPoints;
    case 'sum':
      return metric.sum.dataPoints;
    case 'histogram':
      return metric.histogram.dataPoints;
    case 'exponentialHistogram':
      return metric.exponentialHistogram.dataPoints;
    case 'summary':
      return metric.summary.dataPoints;
    case undefined:
      return [];
  }
}

function keep(refused: string[], problem: string | undefined, name: string): boolean {
  if (problem !== undefined) refused.push(`${JSON.stringify(name)} has ${problem}`);
  return problem === undefined;
}
