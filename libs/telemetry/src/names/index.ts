// The tables alone, without OpenTelemetry: for tools that read what the services record.
export { attributeRows } from './attributes.ts';
export { baggageRows } from './baggage.ts';
export { names } from './names.ts';
export { prometheusName } from './prometheus-name.ts';
export type { AttributeRow, BaggageRow, MetricRow } from './row.ts';
export { services, type Service } from './services.ts';
export { upstreamAttributes, upstreamMetricRows, upstreamMetrics } from './upstream-metrics.ts';
