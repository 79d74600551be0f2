import { labelOf } from '@prime-mesh/backends';
import {
  baggageRows,
  names,
  prometheusName,
  upstreamAttributes,
  upstreamMetricRows,
  type BaggageRow,
  type MetricRow,
} from '@prime-mesh/telemetry/names';
import { collectorLabel, edgeLabel, label, spanLabel } from '../queries/label.ts';
import { collectorSeries, collectorSignals, spanSeries } from '../queries/series.ts';

/** Labels of everything a service sends: `job`, `instance`, and the attributes of its resource that are promoted. */
export const resourceLabels = [
  'job',
  label.instance,
  label.service,
  label.namespace,
  'service_instance_id',
  'service_version',
  'deployment_environment_name',
  'host_name',
];

const baggageLabels = Object.values<BaggageRow>(baggageRows)
  .filter(({ to }) => to.includes('metric'))
  .map(({ name }) => labelOf(name));

/** Labels of the metrics Tempo makes from spans: its own, and the dimensions that its configuration asks for. */
export const spanLabels = [
  ...Object.values(spanLabel),
  'status_code',
  label.rpcService,
  label.rpcMethod,
  ...baggageLabels,
];
const edgeLabels = [...Object.values(edgeLabel), 'connection_type'];

/** How the names of the series of every histogram end; most have `bucket` as well. */
const sums = ['sum', 'count'];

/** What no table of ours holds: the metrics Tempo and the Collector make, and the resource as a series. */
const otherSeries: readonly [name: string, labels: readonly string[]][] = [
  [spanSeries.calls, spanLabels],
  ...histogram(spanSeries.latency, spanLabels),
  [spanSeries.size, spanLabels],
  [spanSeries.edgeCalls, edgeLabels],
  [spanSeries.edgeFailures, edgeLabels],
  ...histogram(spanSeries.edgeSeconds, edgeLabels),
  ['target_info', resourceLabels],
  ...collectorSignals.flatMap((signal): typeof otherSeries => [
    [collectorSeries('receiver_accepted', signal), [collectorLabel.receiver, 'transport']],
    [collectorSeries('receiver_refused', signal), [collectorLabel.receiver, 'transport']],
    [collectorSeries('exporter_sent', signal), [collectorLabel.exporter]],
    [collectorSeries('exporter_send_failed', signal), [collectorLabel.exporter]],
  ]),
];

function histogram(name: string, labels: readonly string[]): typeof otherSeries {
  return [...sums, 'bucket'].map((part) => [`${name}_${part}`, labels]);
}

/** Whether the SDK records the metric of itself. */
function isOfSdk({ attributes }: MetricRow): boolean {
  return attributes.includes(upstreamAttributes.componentType);
}

/** The labels of a metric: those of ours, unless they are observed, carry the bounded baggage. */
function labelsOf(row: MetricRow): ReadonlySet<string> {
  const carriesBaggage = row.source === undefined && !row.instrument.startsWith('observable');
  return new Set([
    ...resourceLabels,
    ...row.attributes.map(labelOf),
    ...(carriesBaggage ? [...baggageLabels, labelOf('otel.metric.overflow')] : []),
    ...(isOfSdk(row) ? [label.errorType] : []),
  ]);
}

/** The names under which a metric is queried. The SDK gives its own histograms one bucket: no quantiles of them. */
function queriedNames(row: MetricRow): string[] {
  const name = prometheusName(row);
  if (row.instrument !== 'histogram') return [name];
  const parts = isOfSdk(row) ? sums : [...sums, 'bucket'];
  return parts.map((part) => `${name}_${part}`);
}

/** Every series that may stand in a query, with the labels it may carry. */
export const knownSeries: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...[...Object.values<MetricRow>(names.metrics), ...upstreamMetricRows].flatMap((row) =>
    queriedNames(row).map((name) => [name, labelsOf(row)] as const),
  ),
  ...otherSeries.map(([name, labels]) => [name, new Set(labels)] as const),
]);
