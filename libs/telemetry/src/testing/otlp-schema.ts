import type { Schema } from './wire.ts';

// Numbers and wire types from https://github.com/open-telemetry/opentelemetry-proto, v1.
const anyValue: Schema = {
  1: ['string', 'string'],
  2: ['bool', 'varint'],
  3: ['int', 'varint'],
  4: ['double', 'double'],
};
const keyValue: Schema = { 1: ['key', 'string'], 2: ['value', anyValue] };
const resource: Schema = { 1: ['attributes', [keyValue]] };
const scope: Schema = { 1: ['name', 'string'] };

const event: Schema = { 1: ['time', 'fixed64'], 2: ['name', 'string'], 3: ['attributes', [keyValue]] };
const span: Schema = {
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'string'],
  6: ['kind', 'varint'],
  7: ['start', 'fixed64'],
  8: ['end', 'fixed64'],
  9: ['attributes', [keyValue]],
  11: ['events', [event]],
  15: ['status', { 2: ['message', 'string'], 3: ['code', 'varint'] }],
};
export const tracesRequest = requestOf(span);

const logRecord: Schema = {
  1: ['time', 'fixed64'],
  2: ['severityNumber', 'varint'],
  3: ['severityText', 'string'],
  5: ['body', anyValue],
  6: ['attributes', [keyValue]],
  9: ['traceId', 'hex'],
  10: ['spanId', 'hex'],
  12: ['eventName', 'string'],
};
export const logsRequest = requestOf(logRecord);

const numberPoint: Schema = { 4: ['double', 'double'], 6: ['int', 'fixed64'], 7: ['attributes', [keyValue]] };
const histogramPoint: Schema = {
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['bucketCounts', 'fixed64s'],
  7: ['bounds', 'doubles'],
  9: ['attributes', [keyValue]],
};
const exponentialPoint: Schema = {
  1: ['attributes', [keyValue]],
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
};
const metric: Schema = {
  1: ['name', 'string'],
  2: ['description', 'string'],
  3: ['unit', 'string'],
  5: ['gauge', { 1: ['points', [numberPoint]] }],
  7: ['sum', { 1: ['points', [numberPoint]], 2: ['temporality', 'varint'], 3: ['isMonotonic', 'varint'] }],
  9: ['histogram', { 1: ['points', [histogramPoint]], 2: ['temporality', 'varint'] }],
  10: ['exponentialHistogram', { 1: ['points', [exponentialPoint]], 2: ['temporality', 'varint'] }],
};
export const metricsRequest = requestOf(metric);

/** An export of spans, log records or metrics, by resource and scope. */
function requestOf(item: Schema): Schema {
  const scoped: Schema = { 1: ['scope', scope], 2: ['items', [item]] };
  return { 1: ['resources', [{ 1: ['resource', resource], 2: ['scopes', [scoped]] }]] };
}
