// The tables themselves, for tools that read what the services record: dashboards, rules, checks.
export { names } from './names.ts';
export { attributeRows } from './names/attributes.ts';
export { baggageRows } from './names/baggage.ts';
export type { AttributeRow, BaggageRow, MetricRow } from './names/row.ts';
export { upstreamMetricRows } from './names/upstream-metrics.ts';
export { prometheusName } from './names-document.ts';
export { services, type Service } from './names/services.ts';
