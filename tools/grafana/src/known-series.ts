import { labelOf } from '@prime-mesh/backends';
import {
  baggageRows,
  names,
  prometheusName,
  upstreamMetricRows,
  type BaggageRow,
  type MetricRow,
} from '@prime-mesh/telemetry/names';
import { collectorSignals, spanSeries } from './series.ts';

/** On everything a service sends: `job` and `instance`, and what otel-lgtm promotes of its resource. */
export const resourceLabels = [
  'job',
  'instance',
  'service_name',
  'service_namespace',
  'service_instance_id',
  'service_version',
  'deployment_environment_name',
  'host_name',
];

const baggageLabels = Object.values<BaggageRow>(baggageRows)
  .filter(({ to }) => to.includes('metric'))
  .map(({ name }) => labelOf(name));

/** Added by Tempo to span metrics, besides the dimensions asked for in its configuration. */
const spanLabels = [
  'service',
  'span_name',
  'span_kind',
  'status_code',
  'rpc_service',
  'rpc_method',
  ...baggageLabels,
];
const edgeLabels = ['client', 'server', 'connection_type'];

/** What no table of ours holds: the metrics Tempo and the Collector make, and the resource as a series. */
const otherSeries: readonly [name: string, kind: 'plain' | 'histogram', labels: readonly string[]][] = [
  [spanSeries.calls, 'plain', spanLabels],
  [spanSeries.latency, 'histogram', spanLabels],
  [spanSeries.size, 'plain', spanLabels],
  [spanSeries.edgeCalls, 'plain', edgeLabels],
  [spanSeries.edgeFailures, 'plain', edgeLabels],
  [spanSeries.edgeSeconds, 'histogram', edgeLabels],
  ['target_info', 'plain', resourceLabels],
  ...collectorSignals.flatMap((signal): typeof otherSeries => [
    [`otelcol_receiver_accepted_${signal}`, 'plain', ['receiver', 'transport']],
    [`otelcol_receiver_refused_${signal}`, 'plain', ['receiver', 'transport']],
    [`otelcol_exporter_sent_${signal}`, 'plain', ['exporter']],
    [`otelcol_exporter_send_failed_${signal}`, 'plain', ['exporter']],
  ]),
];

/** The names under which a metric is queried. The SDK gives its own histograms one bucket: no quantiles of them. */
function storedNames(name: string, isHistogram: boolean): string[] {
  if (!isHistogram) return [name];
  const parts = name.startsWith('otel_sdk_') ? ['sum', 'count'] : ['bucket', 'sum', 'count'];
  return parts.map((part) => `${name}_${part}`);
}

/** Synchronous instruments of ours carry the bounded baggage; failures of the SDK carry `error.type`. */
function labelsOf(row: MetricRow): string[] {
  const isOurs = row.source === undefined;
  const carriesBaggage = isOurs && !row.instrument.startsWith('observable');
  return [
    ...resourceLabels,
    ...row.attributes.map(labelOf),
    ...(carriesBaggage ? [...baggageLabels, 'otel_metric_overflow'] : []),
    ...(row.name.startsWith('otel.sdk.') ? ['error_type'] : []),
  ];
}

/** Every series that may stand in a query, with the labels it may carry. */
export const knownSeries: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...[...Object.values<MetricRow>(names.metrics), ...upstreamMetricRows].flatMap((row) => {
    const labels = new Set(labelsOf(row));
    return storedNames(prometheusName(row), row.instrument === 'histogram').map(
      (name) => [name, labels] as const,
    );
  }),
  ...otherSeries.flatMap(([name, kind, labels]) =>
    storedNames(name, kind === 'histogram').map((stored) => [stored, new Set(labels)] as const),
  ),
]);
