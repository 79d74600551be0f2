import { legendService } from '@prime-mesh/backends/ingest-names';
import {
  exponentialValues,
  histogramValues,
  isRecorded,
  numberValues,
  summaryValues,
  type Stream,
  type Values,
} from './metric-points.ts';
import type { Aggregation, AnyPoint, MetricsRequest, OtlpMetric, Resource } from './otlp.ts';
import { plainAttributes, plainScope, serviceName, toEpochMs } from './plain-values.ts';

/** Indexed by the number in OTLP. */
const temporalities = [undefined, 'delta', 'cumulative'] as const;

/** Turns one export into streams of the store; points without a finite value are left out. */
export function toMetricStreams(request: MetricsRequest): Stream[] {
  return request.resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
    const source = toSource(resource);
    return scopeMetrics.flatMap(({ scope, metrics }) =>
      metrics.flatMap((metric) => {
        const data = toData(metric, source.service);
        if (data === undefined || data.points.length === 0) return [];
        const { name, unit, description } = metric;
        return [{ name, unit, description, ...source, ...plainScope(scope), ...data }];
      }),
    );
  });
}

/** The legend of a chart prints the whole resource, so only what tells processes apart is kept. */
function toSource(resource: Resource | null): Pick<Stream, 'service' | 'resource'> {
  const all = plainAttributes(resource?.attributes);
  const service = serviceName(all);
  return {
    service,
    resource: { 'service.name': service, 'service.instance.id': all['service.instance.id'] ?? '' },
  };
}

type Data = Pick<Stream, 'kind' | 'points' | 'temporality' | 'monotonic'>;

function toData(metric: OtlpMetric, service: string): Data | undefined {
  switch (metric.data) {
    case 'gauge':
      return { kind: 'gauge', ...toPoints(metric.gauge, service, numberValues) };
    case 'sum': {
      const monotonic = metric.sum.isMonotonic;
      return { kind: 'sum', monotonic, ...toPoints(metric.sum, service, numberValues) };
    }
    case 'histogram':
      return { kind: 'histogram', ...toPoints(metric.histogram, service, histogramValues) };
    case 'exponentialHistogram': {
      const aggregation = metric.exponentialHistogram;
      return { kind: 'exponentialHistogram', ...toPoints(aggregation, service, exponentialValues) };
    }
    case 'summary':
      return { kind: 'summary', ...toPoints(metric.summary, service, summaryValues) };
    case undefined:
      return undefined;
  }
}

function toPoints<P extends AnyPoint>(
  { dataPoints, aggregationTemporality }: Aggregation<P>,
  service: string,
  toValues: (point: P) => Values,
): Pick<Stream, 'points' | 'temporality'> {
  const temporality = temporalities[aggregationTemporality ?? 0];
  const points = dataPoints.filter(isRecorded).map((point) => ({
    timestamp: toEpochMs(point.timeUnixNano),
    startTimestamp: toEpochMs(point.startTimeUnixNano),
    attributes: { [legendService]: service, ...plainAttributes(point.attributes) },
    ...toValues(point),
  }));
  return temporality === undefined ? { points } : { points, temporality };
}
