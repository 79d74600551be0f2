import type { Series } from '@prime-mesh/backends/embedded';
import { names } from '@prime-mesh/telemetry';
import { callHops, type Headers } from './hop/call-hops.ts';
import { renderHops } from './hop-table.ts';
import { openLab } from './lab.ts';
import { startBackend, type MeshBackend } from '@prime-mesh/harness';
import type { HopReport } from './hop/protocol.ts';
import type { Hop } from './hop/start-hop.ts';
import { drawTrace, parseBaggageHeader } from './w3c.ts';

/** How many keys of dropped entries are shown for one reason. */
const shownKeys = 5;

/** The default number of hops: as many as the mesh has. */
const usualHops = 3;

export interface ProbeOptions {
  /** The baggage header to send, as it is on the wire. */
  readonly baggage: string;
  /** OTEL_PROPAGATORS of each hop, in order; empty for the default. */
  readonly propagators: readonly string[];
  /** Where the hops report to; by default, to a backend that lives as long as the call. */
  readonly backend?: MeshBackend;
}

/** The outcome of one call. */
export interface ProbeResult {
  readonly traceId: string;
  readonly hops: readonly HopReport[];
  /** A table of all hops. */
  readonly table: string;
  /** What was lost on the way, and what our preload dropped with its reason, one sentence each. */
  readonly losses: readonly string[];
  readonly error?: string;
}

/** Sends one call through hops with our preload. Returns what each received, had and sent. */
export async function probe({ baggage, propagators, backend }: ProbeOptions): Promise<ProbeResult> {
  await using owned = new AsyncDisposableStack();
  const target = backend ?? owned.use(await startBackend());
  const lab = owned.use(openLab(target, () => {}));
  const lists = propagators.length === 0 ? Array<string>(usualHops).fill('') : propagators;
  const { traceId, traceparent } = drawTrace();
  const instanceOf = (hop: string): string => `${traceId}-${hop}`;
  const settings = lists.map((list, index) => ({
    name: `hop-${index + 1}`,
    env: {
      OTEL_RESOURCE_ATTRIBUTES: `service.instance.id=${instanceOf(`hop-${index + 1}`)}`,
      ...(list !== '' && { OTEL_PROPAGATORS: list }),
    },
  }));
  const route = await lab.startHops(...settings);
  const headers: Headers = { traceparent, ...(baggage !== '' && { baggage }) };
  const called = await callHops(route, { headers });
  await lab.stopHops();
  const drops = await lab.series(names.metrics.baggageDropped.name);
  const dropsAt = (hop: Hop): string[] =>
    describeDrops(
      hop,
      drops.filter(({ instanceId }) => instanceId === instanceOf(hop.name)),
    );
  return {
    traceId,
    hops: called.hops,
    table: renderHops(called),
    losses: [...findLosses(called.hops, traceId, baggage), ...route.flatMap(dropsAt)],
    ...(called.error && { error: called.error.message }),
  };
}

function findLosses(hops: readonly HopReport[], traceId: string, baggage: string): string[] {
  let before = { trace: true, keys: Object.keys(parseBaggageHeader(baggage)).map(decode) };
  return hops.flatMap(({ hop, active }) => {
    const now = { trace: active.traceId === traceId, keys: Object.keys(active.baggage) };
    const gone = before.keys.filter((key) => !now.keys.includes(key));
    const losses = [
      ...(before.trace && !now.trace ? [`${hop} begins a new trace`] : []),
      ...(gone.length > 0 ? [`${hop} does not have ${describeKeys(gone)}`] : []),
    ];
    before = now;
    return losses;
  });
}

/** How many entries a hop dropped, by reason, with the keys that it logged. It logs each key once, up to a bound. */
function describeDrops(hop: Hop, counts: readonly Series[]): string[] {
  const { baggageKey, reason } = names.attributes;
  const records = hop
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === names.events.baggageDropped);
  return counts.map(({ attributes, points }) => {
    const why = attributes[reason];
    const keys = records
      .filter((record) => record[reason] === why)
      .map((record) => String(record[baggageKey]));
    const count = points.at(-1)?.value ?? 0;
    const which = keys.length === 0 ? '' : `: ${describeKeys(keys, count)}`;
    return `${hop.name} dropped ${count}, ${typeof why === 'string' ? why : 'unknown'}${which}`;
  });
}

function describeKeys(keys: readonly string[], count = keys.length): string {
  const more = count > shownKeys ? ` and ${count - shownKeys} more` : '';
  return `${keys.slice(0, shownKeys).join(', ')}${more}`;
}

function decode(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
