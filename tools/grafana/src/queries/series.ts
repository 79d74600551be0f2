import { names, prometheusName, upstreamMetrics, type MetricRow } from '@prime-mesh/telemetry/names';

/** The Prometheus name of every metric of ours, by its key in the table of names. */
export const series = seriesOf(names.metrics);

/** The Prometheus name of every metric that comes with a package, by its key in the table of names. */
export const upstream = seriesOf(upstreamMetrics);

/** Metrics that Tempo makes from spans. */
export const spanSeries = {
  calls: 'traces_spanmetrics_calls_total',
  latency: 'traces_spanmetrics_latency',
  size: 'traces_spanmetrics_size_total',
  edgeCalls: 'traces_service_graph_request_total',
  edgeFailures: 'traces_service_graph_request_failed_total',
  edgeSeconds: 'traces_service_graph_request_server_seconds',
} as const;

/** What the Collector counts, as the names of its metrics have it. */
export const collectorSignals = ['spans', 'metric_points', 'log_records'] as const;
type CollectorSignal = (typeof collectorSignals)[number];

/** A metric of the Collector itself, such as `receiver_accepted`, of a signal. */
export function collectorSeries(metric: string, signal: CollectorSignal): string {
  return `otelcol_${metric}_${signal}`;
}

/** A selector of such a metric: releases of the Collector disagree on the ending `_total`. */
export function collected(metric: string, signal: CollectorSignal): string {
  return `{__name__=~"${collectorSeries(metric, signal)}(_total)?"}`;
}

function seriesOf<Rows extends Readonly<Record<string, MetricRow>>>(
  rows: Rows,
): { readonly [Key in keyof Rows]: string } {
  const entries = Object.entries(rows).map(([key, row]) => [key, prometheusName(row)]);
  return Object.fromEntries(entries) as Record<keyof Rows, string>; // same keys, rows replaced by names
}
