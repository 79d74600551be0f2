// The tables themselves, for tools that read what the services record: dashboards, rules, checks.
export { names } from './names.ts';
export { attributeRows } from './attributes.ts';
export { baggageRows } from './baggage.ts';
export type { AttributeRow, BaggageRow, MetricRow } from './row.ts';
export { upstreamMetricRows } from './upstream-metrics.ts';
export { prometheusName } from './document.ts';
export { services, type Service } from './services.ts';
