import {
  attribute,
  endpoint,
  header,
  listOf,
  oneOf,
  positiveInteger,
  readableFile,
  text,
  type ListRule,
  type Rule,
} from './rule.ts';

const flag = oneOf('true', 'false');
const exporters = listOf(oneOf('otlp', 'console', 'none'));

const general = {
  OTEL_SDK_DISABLED: flag,
  LOG_LINES_ENABLED: flag,
  OTEL_LOG_LEVEL: oneOf('none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'),
  OTEL_SERVICE_NAME: text('a name', () => true),
  OTEL_RESOURCE_ATTRIBUTES: listOf(attribute()),
  OTEL_PROPAGATORS: listOf(oneOf('tracecontext', 'baggage', 'b3', 'b3multi', 'none')),
  OTEL_TRACES_EXPORTER: exporters,
  OTEL_METRICS_EXPORTER: exporters,
  OTEL_LOGS_EXPORTER: exporters,
  OTEL_TRACES_SAMPLER: oneOf(
    'always_on',
    'always_off',
    'traceidratio',
    'parentbased_always_on',
    'parentbased_always_off',
    'parentbased_traceidratio',
  ),
  OTEL_TRACES_SAMPLER_ARG: {
    expected: 'a number from 0 to 1',
    parse: (raw: string) => (Number(raw) >= 0 && Number(raw) <= 1 ? Number(raw) : undefined),
  },
  OTEL_BSP_SCHEDULE_DELAY: positiveInteger(),
  OTEL_BSP_EXPORT_TIMEOUT: positiveInteger(),
  OTEL_BSP_MAX_QUEUE_SIZE: positiveInteger(),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: positiveInteger(),
  OTEL_BLRP_SCHEDULE_DELAY: positiveInteger(),
  OTEL_BLRP_EXPORT_TIMEOUT: positiveInteger(),
  OTEL_BLRP_MAX_QUEUE_SIZE: positiveInteger(),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: positiveInteger(),
  OTEL_METRIC_EXPORT_INTERVAL: positiveInteger(),
  OTEL_METRIC_EXPORT_TIMEOUT: positiveInteger(),
  OTEL_ATTRIBUTE_COUNT_LIMIT: positiveInteger(),
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: positiveInteger(),
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: positiveInteger(),
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: positiveInteger(),
  OTEL_SPAN_EVENT_COUNT_LIMIT: positiveInteger(),
  OTEL_SPAN_LINK_COUNT_LIMIT: positiveInteger(),
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: positiveInteger(),
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: positiveInteger(),
  OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: positiveInteger(),
  OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: positiveInteger(),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: oneOf('cumulative', 'delta', 'lowmemory'),
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: oneOf(
    'explicit_bucket_histogram',
    'base2_exponential_bucket_histogram',
  ),
} as const;

/** One set for all signals and one for each signal, which wins. */
const exporter = {
  ENDPOINT: endpoint(),
  HEADERS: listOf(header()),
  TIMEOUT: positiveInteger(),
  COMPRESSION: oneOf('gzip', 'none'),
  INSECURE: flag,
  PROTOCOL: { expected: 'grpc, the only protocol built in', parse: oneOf('grpc').parse },
  CERTIFICATE: readableFile(),
  CLIENT_KEY: readableFile(),
  CLIENT_CERTIFICATE: readableFile(),
} as const;
const prefixes = ['', 'TRACES_', 'METRICS_', 'LOGS_'] as const;

type Prefix = (typeof prefixes)[number];
type ValueOf<R> = R extends ListRule<infer T> ? readonly T[] : R extends Rule<infer T> ? T : never;

/** The variables that are set and valid, parsed. */
export type Settings = { readonly [Name in keyof typeof general]?: ValueOf<(typeof general)[Name]> } & {
  readonly [Name in keyof typeof exporter as `OTEL_EXPORTER_OTLP_${Prefix}${Name}`]?: ValueOf<
    (typeof exporter)[Name]
  >;
};

/** The rule of every variable, by its name. */
export const variables: readonly (readonly [name: string, Rule<unknown> | ListRule<unknown>])[] = [
  ...Object.entries(general),
  ...prefixes.flatMap((prefix) =>
    Object.entries(exporter).map(([name, rule]) => [`OTEL_EXPORTER_OTLP_${prefix}${name}`, rule] as const),
  ),
];
