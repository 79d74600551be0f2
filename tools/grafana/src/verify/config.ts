import { parseArgs } from 'node:util';

/** The address of each backend; one that is absent is left out. */
export type Backends = Partial<Record<'prometheus' | 'loki' | 'tempo' | 'grafana', URL>>;

export interface Settings {
  readonly backends: Backends;
  /** The time range to look at ends now and is this long. */
  readonly sinceMinutes: number;
  /** How long to ask again for what is missing: metrics made from spans come half a minute late. */
  readonly waitSeconds: number;
  readonly wantsHelp: boolean;
}

export const usage = `usage: npm run verify:grafana -- [flags]

Executes every query of every panel and alert rule, and fails when one that should have data has none.

  --prometheus URL  or PROMETHEUS_URL, default http://localhost:9090
  --loki URL        or LOKI_URL,       default http://localhost:3100
  --tempo URL       or TEMPO_URL,      default http://localhost:3200
  --grafana URL     or GRAFANA_URL,    default http://localhost:3000, may be missing
                    each of them may be "off": its queries are left out
  --since MINUTES   time range to look at, default 15
  --wait SECONDS    how long to ask again for what is missing, default 60
  --help
`;

const defaults = {
  prometheus: 'http://localhost:9090',
  loki: 'http://localhost:3100',
  tempo: 'http://localhost:3200',
  grafana: 'http://localhost:3000',
} as const;

/** Flags or variables with values that cannot be; the message names all of them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the flags, which win over the variables.
 * @throws {UsageError}
 */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Settings {
  const flags = parse(args);
  const problems: string[] = [];
  const url = (name: keyof typeof defaults): Backends => {
    const text = flags[name] ?? (env[`${name.toUpperCase()}_URL`] || defaults[name]);
    if (text === 'off') return {};
    if (/^https?:\/\/./.test(text) && URL.canParse(text)) return { [name]: new URL(text) };
    problems.push(`${name}: not an http address: ${text}`);
    return {};
  };
  const count = (name: 'since' | 'wait', text: string, min: number): number => {
    const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min)) problems.push(`--${name}: not a whole number from ${min} to 99999: ${text}`);
    return value;
  };
  const settings = {
    backends: { ...url('prometheus'), ...url('loki'), ...url('tempo'), ...url('grafana') },
    sinceMinutes: count('since', flags.since ?? '15', 1),
    waitSeconds: count('wait', flags.wait ?? '60', 0),
    wantsHelp: flags.help ?? false,
  };
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return settings;
}

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { prometheus: text, loki: text, tempo: text, grafana: text, since: text, wait: text };
    return parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
