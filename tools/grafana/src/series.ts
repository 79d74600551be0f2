import { names, prometheusName, upstreamMetricRows } from '@prime-mesh/telemetry/names';

type SeriesNames = { readonly [Key in keyof typeof names.metrics]: string };

/** The Prometheus name of every metric of ours, by its key in the table of names. */
export const series = Object.fromEntries(
  Object.entries(names.metrics).map(([key, row]) => [key, prometheusName(row)]),
) as SeriesNames; // same keys, rows replaced by their names

/** The Prometheus name of a metric that comes with a package, by its OpenTelemetry name. */
export function upstream(name: string): string {
  const row = upstreamMetricRows.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`no metric ${name} in the table of names`);
  return prometheusName(row);
}

/** Generated from spans by Tempo. */
export const spanSeries = {
  calls: 'traces_spanmetrics_calls_total',
  latency: 'traces_spanmetrics_latency',
  size: 'traces_spanmetrics_size_total',
  edgeCalls: 'traces_service_graph_request_total',
  edgeFailures: 'traces_service_graph_request_failed_total',
  edgeSeconds: 'traces_service_graph_request_server_seconds',
} as const;

export const collectorSignals = ['spans', 'metric_points', 'log_records'] as const;

/** A metric of the Collector itself, such as `receiver_accepted`; its releases disagree on the ending `_total`. */
export function collected(metric: string, signal: (typeof collectorSignals)[number]): string {
  return `{__name__=~"otelcol_${metric}_${signal}(_total)?"}`;
}
