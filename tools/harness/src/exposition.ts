import {
  metricNames,
  metricSeries,
  type AttributeValue,
  type Point,
  type Series,
} from '@prime-mesh/backends/embedded';
import { labelOf } from '@prime-mesh/backends';

/** A process that has not reported for this long is taken to have ended, ns. */
const staleNs = 15_000_000_000n;

const suffixes: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' };

/**
 * Returns what the embedded backend holds as OpenMetrics text. Names, units and resource labels are translated as
 * Prometheus translates OTLP.
 * @param show returns the series to write, or undefined to leave it out
 */
export async function expositionOf(
  backendUrl: string,
  show: (series: Series) => Series | undefined = (series) => series,
): Promise<string> {
  const names = await metricNames(backendUrl);
  const all = await Promise.all(names.map(async (name) => metricSeries(backendUrl, name)));
  const oldest = BigInt(Date.now()) * 1_000_000n - staleNs;
  const lines = all.flat().flatMap((held) => {
    const series = show(held);
    const point = series?.points.at(-1);
    return series && point && point.timeNs > oldest ? linesOf(series, point) : [];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf(series: Series, point: Point): string[] {
  const name = nameOf(series);
  const { service, instanceId, attributes } = series;
  const labels = {
    job: `prime-mesh/${service}`,
    instance: instanceId,
    service_name: service,
    service_namespace: 'prime-mesh',
    service_instance_id: instanceId,
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [labelOf(key), textOf(value)])),
  };
  const line = (suffix: string, value: number, more: Record<string, string> = {}): string => {
    const pairs = Object.entries({ ...labels, ...more }).map(
      ([key, text]) => `${key}=${JSON.stringify(text)}`,
    );
    return `${name}${suffix}{${pairs.join(',')}} ${value}`;
  };
  if (series.kind !== 'histogram') return point.value === undefined ? [] : [line('', point.value)];
  const { count = 0, sum = 0, bounds = [], bucketCounts = [] } = point;
  let below = 0;
  const buckets = bounds.map((bound, index) => {
    below += bucketCounts[index] ?? 0;
    return line('_bucket', below, { le: Number.isInteger(bound) ? `${bound}.0` : `${bound}` });
  });
  return [...buckets, line('_bucket', count, { le: '+Inf' }), line('_sum', sum), line('_count', count)];
}

function textOf(value: AttributeValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Made of what arrived, not of the table of names, so that a test sees a row that is wrong. */
function nameOf({ name, unit, kind, monotonic = false }: Series): string {
  const ratio = kind === 'gauge' && unit === '1' ? '_ratio' : '';
  const total = kind === 'sum' && monotonic ? '_total' : '';
  return `${labelOf(name)}${suffixes[unit] ?? ''}${ratio}${total}`;
}
