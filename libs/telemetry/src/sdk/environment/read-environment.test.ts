import { expect, test } from 'vitest';
import { readEnvironment } from './read-environment.ts';

test.each([
  ['OTEL_BSP_MAX_QUEUE_SIZE', 'many', '"many" is not an integer from 1 to 2147483647'],
  ['OTEL_BSP_SCHEDULE_DELAY', '-1', '"-1" is not an integer from 1 to 2147483647'],
  ['OTEL_BLRP_EXPORT_TIMEOUT', '1.5', '"1.5" is not an integer from 1 to 2147483647'],
  ['OTEL_METRIC_EXPORT_INTERVAL', '3000000000', '"3000000000" is not an integer from 1 to 2147483647'],
  ['OTEL_TRACES_SAMPLER', 'sometimes', '"sometimes" is not one of always_on, always_off, traceidratio'],
  ['OTEL_TRACES_SAMPLER_ARG', '2', '"2" is not a number from 0 to 1'],
  ['OTEL_SDK_DISABLED', 'yes', '"yes" is not one of true, false'],
  ['OTEL_LOG_LEVEL', 'loud', '"loud" is not one of none, error, warn'],
  ['OTEL_PROPAGATORS', 'jaeger', '"jaeger" is not one of tracecontext, baggage, b3, b3multi, none'],
  ['OTEL_TRACES_EXPORTER', 'zipkin', '"zipkin" is not one of otlp, console, none'],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=%ZZ', '"a=%ZZ" is not key=value, percent-encoded'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://', '"http://" is not http://host:port, https://host[:port]'],
  ['OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'http://a:99999', '"http://a:99999" is not http://host:port'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%0A', '"a=%0A" is not key=value, percent-encoded, of visible ASCII'],
  ['OTEL_EXPORTER_OTLP_TIMEOUT', '0', '"0" is not an integer from 1 to 2147483647'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf', '"http/protobuf" is not grpc, the only protocol built in'],
  ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'zstd', '"zstd" is not one of gzip, none'],
  ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/nowhere.pem', '"/nowhere.pem" is not a readable file'],
])('%s=%s is reported and taken out', (name, value, complaint) => {
  const env = { [name]: value };
  const { settings, problems } = readEnvironment(env);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`${name}: ${complaint}`);
  expect(settings).toEqual({});
  expect(env).toEqual({});
});

test.each([
  ['OTEL_BSP_MAX_QUEUE_SIZE', ' 4096 ', 4096],
  ['OTEL_BSP_SCHEDULE_DELAY', '1', 1],
  ['OTEL_TRACES_SAMPLER_ARG', '0.25', 0.25],
  ['OTEL_TRACES_SAMPLER_ARG', '0', 0],
  ['OTEL_TRACES_SAMPLER_ARG', '1', 1],
  ['OTEL_SDK_DISABLED', 'TRUE', 'true'],
  ['OTEL_PROPAGATORS', 'b3, jaeger ,baggage', ['b3', 'baggage']],
  ['OTEL_METRICS_EXPORTER', 'otlp,console', ['otlp', 'console']],
  ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,,b,c=%3D', ['a=1', 'c=%3D']],
  [
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'http://[::1]:4317/v1/traces',
    { target: 'http://[::1]:4317', scheme: 'http', at: { host: '::1', port: 4317 } },
  ],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Basic%20abc', ['authorization=Basic%20abc']],
])('%s=%s is read', (name, value, expected) => {
  expect(readEnvironment({ [name]: value }).settings).toEqual({ [name]: expected });
});

test('what the exporters read again has no broken entry', () => {
  const env = { OTEL_EXPORTER_OTLP_HEADERS: 'a=1, b, c=3' };
  expect(readEnvironment(env).problems).toHaveLength(1);
  expect(env).toEqual({ OTEL_EXPORTER_OTLP_HEADERS: 'a=1,c=3' });
});

test('an empty entry of a list is no problem', () => {
  const { settings, problems } = readEnvironment({ OTEL_PROPAGATORS: ',b3, ,baggage,' });
  expect({ settings, problems }).toEqual({ settings: { OTEL_PROPAGATORS: ['b3', 'baggage'] }, problems: [] });
});

test('an empty value is an absent one', () => {
  expect(readEnvironment({ OTEL_BSP_MAX_QUEUE_SIZE: '', OTEL_PROPAGATORS: ' ' })).toEqual({
    settings: {},
    problems: [],
  });
});

test('variables of others are left alone', () => {
  const env = { PATH: '/bin', OTEL_SOMETHING_NEW: '?' };
  expect(readEnvironment(env).problems).toEqual([]);
  expect(env).toEqual({ PATH: '/bin', OTEL_SOMETHING_NEW: '?' });
});
