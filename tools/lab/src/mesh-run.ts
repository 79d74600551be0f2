import { metricSeries, traceSpans, type Span } from '@prime-mesh/backends/embedded';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ended, Mesh } from '@prime-mesh/harness';
import type { Service } from '@prime-mesh/telemetry/names';

/** Longest wait for telemetry that is on its way, ms; services report every second. */
const budgetMs = 15_000;
const betweenLooksMs = 200;

/** A run that has ended, well or not. */
export interface MeshRun extends Ended {
  readonly traceId: string;
}

/** A range of one block that takes no time: π(10^6) = 78498. */
export const smallRange = ['--to', '10^6'] as const;

/** Runs `meshctl run` with baggage. */
export async function runWith(
  mesh: Mesh,
  baggage: Readonly<Record<string, string>>,
  args: readonly string[] = smallRange,
): Promise<MeshRun> {
  const entries = Object.entries(baggage).flatMap(([key, value]) => ['--baggage', `${key}=${value}`]);
  const ended = await mesh.meshctl('run', ...args, ...entries, '--json');
  return { ...ended, traceId: String(ended.json['trace_id']) };
}

/** Asks until the answer is there, or until nothing more can be expected; answers the last one. */
export async function eventually<T>(ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + budgetMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer) || performance.now() > end) return answer;
    await delay(betweenLooksMs);
  }
}

/** Spans of a trace that a service made under this name, once there are as many. */
export async function spansOf(
  mesh: Mesh,
  traceId: string,
  service: Service,
  name: RegExp,
  atLeast = 1,
): Promise<Span[]> {
  const ask = async (): Promise<Span[]> =>
    (await traceSpans(mesh.backend.url, traceId)).filter(
      (span) => span.service === service && name.test(span.name),
    );
  return eventually(ask, (spans) => spans.length >= atLeast);
}

/** Trace id of the newest run, which a failed one does not tell. */
export async function newestTrace(mesh: Mesh): Promise<string> {
  const { json } = await mesh.meshctl('show', 'latest', '--json');
  return String(json['trace_id']);
}

/** Entries of baggage that a service dropped for a reason, once there are as many. */
export async function droppedAt(
  mesh: Mesh,
  service: Service,
  reason: string,
  wanted: number,
): Promise<number> {
  const ask = async (): Promise<number> => {
    const series = await metricSeries(mesh.backend.url, 'mesh.baggage.dropped');
    const own = series.filter((one) => one.service === service && one.attributes['reason'] === reason);
    return own.reduce((sum, { points }) => sum + (points.at(-1)?.value ?? 0), 0);
  };
  return eventually(ask, (count) => count >= wanted);
}
