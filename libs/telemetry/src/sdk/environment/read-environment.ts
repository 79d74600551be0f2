import { readFileSync } from 'node:fs';

/** How the value of one variable, or each entry of a list, is read. */
interface Rule<T> {
  /** Completes the sentence "… is not". */
  readonly expected: string;
  /** The value, or undefined when it is broken. */
  readonly parse: (raw: string) => T | undefined;
}

/** A comma-separated variable: broken entries are dropped, the others hold. */
interface ListRule<T> extends Rule<T> {
  readonly isList: true;
}

/** The longest delay a timer of Node takes, in ms. */
const longestDelayMs = 2 ** 31 - 1;

function integer(min: number, max = longestDelayMs): Rule<number> {
  const parse = (raw: string): number | undefined => {
    const value = Number(raw);
    return Number.isInteger(value) && value >= min && value <= max ? value : undefined;
  };
  return { expected: `an integer from ${min} to ${max}`, parse };
}

function oneOf<const T extends string>(...values: T[]): Rule<T> {
  return {
    expected: `one of ${values.join(', ')}`,
    parse: (raw) => values.find((value) => value === raw.toLowerCase()),
  };
}

function listOf<T>(rule: Rule<T>): ListRule<T> {
  return { ...rule, isList: true };
}

function matching(expected: string, accepts: (raw: string) => boolean): Rule<string> {
  return { expected, parse: (raw) => (accepts(raw) ? raw : undefined) };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

// What grpc-js takes as metadata; on anything else it throws.
function isHeader(pair: string): boolean {
  return isDecodable(pair) && /^[\w.-]+(?<!-bin)\s*=[ -~]*$/.test(decodeURIComponent(pair));
}

function isReadable(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

const flag = oneOf('true', 'false');
const exporters = listOf(oneOf('otlp', 'console', 'none'));
const file = matching('a readable file', isReadable);

const general = {
  OTEL_SDK_DISABLED: flag,
  OTEL_LOG_LEVEL: oneOf('none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'),
  OTEL_SERVICE_NAME: matching('a name', () => true),
  OTEL_RESOURCE_ATTRIBUTES: listOf(
    matching(
      'key=value, percent-encoded',
      (pair) => /^[^=]*[^=\s][^=]*=[^=]*$/.test(pair) && isDecodable(pair),
    ),
  ),
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
  OTEL_BSP_SCHEDULE_DELAY: integer(1),
  OTEL_BSP_EXPORT_TIMEOUT: integer(1),
  OTEL_BSP_MAX_QUEUE_SIZE: integer(1),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: integer(1),
  OTEL_BLRP_SCHEDULE_DELAY: integer(1),
  OTEL_BLRP_EXPORT_TIMEOUT: integer(1),
  OTEL_BLRP_MAX_QUEUE_SIZE: integer(1),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: integer(1),
  OTEL_METRIC_EXPORT_INTERVAL: integer(1),
  OTEL_METRIC_EXPORT_TIMEOUT: integer(1),
  OTEL_ATTRIBUTE_COUNT_LIMIT: integer(1),
  OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: integer(1),
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: integer(1),
  OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: integer(1),
  OTEL_SPAN_EVENT_COUNT_LIMIT: integer(1),
  OTEL_SPAN_LINK_COUNT_LIMIT: integer(1),
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: integer(1),
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: integer(1),
  OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: integer(1),
  OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: integer(1),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: oneOf('cumulative', 'delta', 'lowmemory'),
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: oneOf(
    'explicit_bucket_histogram',
    'base2_exponential_bucket_histogram',
  ),
} as const;

/** One set for all signals, and one a signal, which wins. */
const exporter = {
  ENDPOINT: matching(
    'a URL such as http://localhost:4317',
    (raw) =>
      /^(https?:\/\/|unix:)?[^/\s]+\/?$/.test(raw) &&
      URL.canParse(/^\w+:\/\//.test(raw) ? raw : `https://${raw}`),
  ),
  HEADERS: listOf(matching('key=value, percent-encoded, of visible ASCII', isHeader)),
  TIMEOUT: integer(1),
  COMPRESSION: oneOf('gzip', 'none'),
  INSECURE: flag,
  PROTOCOL: { expected: 'grpc, the only protocol built in', parse: oneOf('grpc').parse },
  CERTIFICATE: file,
  CLIENT_KEY: file,
  CLIENT_CERTIFICATE: file,
} as const;
const prefixes = ['', 'TRACES_', 'METRICS_', 'LOGS_'] as const;

type Prefix = (typeof prefixes)[number];
type ValueOf<R> = R extends ListRule<infer T> ? readonly T[] : R extends Rule<infer T> ? T : never;

/** The variables that are set and whole, parsed. */
export type Settings = { readonly [Name in keyof typeof general]?: ValueOf<(typeof general)[Name]> } & {
  readonly [Name in keyof typeof exporter as `OTEL_EXPORTER_OTLP_${Prefix}${Name}`]?: ValueOf<
    (typeof exporter)[Name]
  >;
};

function allRules(): [string, Rule<unknown> | ListRule<unknown>][] {
  const perSignal = prefixes.flatMap((prefix) =>
    Object.entries(exporter).map(([name, rule]): [string, Rule<unknown>] => [
      `OTEL_EXPORTER_OTLP_${prefix}${name}`,
      rule,
    ]),
  );
  return [...Object.entries(general), ...perSignal];
}

/**
 * Reads the standard OTEL_* variables. As the specification asks, a broken value is reported and ignored; it is also
 * taken out of `env`, because the exporters read some of the variables again.
 * @returns the whole values, and one line for each broken one with its name, value and bound
 */
export function readEnvironment(env: NodeJS.ProcessEnv): { settings: Settings; problems: string[] } {
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, rule] of allRules()) {
    const raw = env[name]?.trim();
    if (!raw) continue; // the specification: empty is unset
    const items =
      'isList' in rule
        ? raw
            .split(',')
            .map((item) => item.trim())
            .filter(Boolean)
        : [raw];
    const read = items.map((item) => ({ item, value: rule.parse(item) }));
    for (const { item } of read.filter(({ value }) => value === undefined)) {
      problems.push(`${name}: ${JSON.stringify(item)} is not ${rule.expected}; ignored`);
    }
    const whole = read.filter(({ value }) => value !== undefined);
    if (whole.length === 0) delete env[name];
    else {
      env[name] = whole.map(({ item }) => item).join(',');
      settings[name] = 'isList' in rule ? whole.map(({ value }) => value) : whole[0]?.value;
    }
  }
  return { settings: settings as Settings, problems };
}
