import { callHops, type CallOptions } from '../hop/call-hops.ts';
import { startHop, type Hop, type HopSettings } from '../hop/start-hop.ts';
import { startBackend, type MeshBackend } from '@prime-mesh/harness';
import { describePassage, sendEverything } from '../passage.ts';

/** Ways in which a request goes from one piece of code to the next. */
const kinds = ['unary', 'stream', 'retry', 'worker'] as const;
export type Kind = (typeof kinds)[number];

/** One row of the matrix: how the hop in the middle is set up, and what passes through it. */
export interface MatrixRow {
  readonly setup: string;
  readonly propagators: string;
  readonly passes: Readonly<Record<Kind, string>>;
}

type Setting = Omit<MatrixRow, 'passes'> & Pick<HopSettings, 'sdk' | 'env'>;

const byDefault = 'default';
const lists = [
  byDefault,
  'tracecontext,baggage',
  'tracecontext',
  'b3',
  'b3,baggage',
  'tracecontext,baggage,b3',
  'none',
] as const;

const modes: readonly Pick<Setting, 'setup' | 'sdk' | 'env'>[] = [
  { setup: 'on' },
  { setup: '`OTEL_SDK_DISABLED=true`', env: { OTEL_SDK_DISABLED: 'true' } },
  {
    setup: 'all exporters `none`',
    env: { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  },
  { setup: 'sampler `always_off`', env: { OTEL_TRACES_SAMPLER: 'always_off' } },
];

const upstream: readonly Setting[] = [
  { setup: 'plain NodeSDK', propagators: byDefault, sdk: {} },
  { setup: 'plain NodeSDK', propagators: 'b3', sdk: {}, env: { OTEL_PROPAGATORS: 'b3' } },
  {
    setup: 'plain NodeSDK, `OTEL_SDK_DISABLED=true`',
    propagators: byDefault,
    sdk: {},
    env: { OTEL_SDK_DISABLED: 'true' },
  },
  { setup: 'no SDK', propagators: byDefault, sdk: 'none' },
];

const settings: readonly Setting[] = [
  ...modes.flatMap((mode) =>
    lists.map((propagators) => ({
      ...mode,
      propagators,
      env: { ...mode.env, ...(propagators !== byDefault && { OTEL_PROPAGATORS: propagators }) },
    })),
  ),
  ...upstream,
];

/** Hops that are started at once. On two cores, more would only wait for each other. */
const atOnce = 4;

/** How the hop in the middle and the one behind it are asked to treat the call. */
const callOf = {
  unary: {},
  stream: { method: 'stream' },
  retry: { tasks: { B: { policy: 'retry' }, C: { failFirst: 1 } } },
  worker: { tasks: { B: { thread: 'carrier' } } },
} as const satisfies Record<Kind, CallOptions>;

async function passageOf(kind: Kind, b: Hop, c: Hop): Promise<string> {
  const { traceId, headers } = sendEverything();
  const { hops } = await callHops([b, c], { ...callOf[kind], headers });
  return describePassage(kind === 'worker' ? hops[0]?.thread : hops[1]?.active, traceId);
}

async function rowOf(setting: Setting, c: Hop, { otlpEndpoint }: MeshBackend): Promise<MatrixRow> {
  const { setup, propagators, ...how } = setting;
  const b = await startHop({ name: 'B', ...how }, otlpEndpoint);
  try {
    const seen = await Promise.all(kinds.map(async (kind) => [kind, await passageOf(kind, b, c)] as const));
    return { setup, propagators, passes: Object.fromEntries(seen) as MatrixRow['passes'] }; // it has a pair for each kind
  } finally {
    await b.stop();
  }
}

/** Calls B → C with everything a caller can send, for each setting of B. Takes about 10 s. */
export async function runMatrix(): Promise<MatrixRow[]> {
  await using backend = await startBackend();
  const c = await startHop({ name: 'C' }, backend.otlpEndpoint);
  const rows: MatrixRow[] = [];
  const next = settings.entries();
  const worker = async (): Promise<void> => {
    for (const [index, setting] of next) rows[index] = await rowOf(setting, c, backend);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    await c.stop();
  }
  return rows;
}
