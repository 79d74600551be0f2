import type { MetricRow } from './row.ts';

const unitSuffixes: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' };

/**
 * The name under which Prometheus stores a metric that arrives by OTLP; a histogram adds `_bucket`, `_sum`, `_count`.
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
 */
export function prometheusName({
  name,
  unit,
  instrument,
}: Pick<MetricRow, 'name' | 'unit' | 'instrument'>): string {
  const isSum = instrument === 'counter' || instrument === 'observableCounter';
  const isGauge = instrument === 'gauge' || instrument === 'observableGauge';
  const ratio = isGauge && unit === '1' ? '_ratio' : '';
  return `${name.replaceAll(/[^\w]/g, '_')}${unitSuffixes[unit] ?? ''}${ratio}${isSum ? '_total' : ''}`;
}
