import { metricSeries, traceSpans, type Span } from '@prime-mesh/backends/embedded';
import { until, type Ended, type Mesh, type Started } from '@prime-mesh/harness';
import type { Service } from '@prime-mesh/telemetry/names';

/** A run that has ended, successfully or not. */
export interface MeshRun extends Ended {
  readonly traceId: string;
}

/** A range of one block that takes a few milliseconds: π(10^6) = 78498. */
export const smallRange = ['--to', '10^6'] as const;

/** Runs `meshctl run` with baggage. */
export async function runWith(mesh: Mesh, baggage: Baggage, range?: readonly string[]): Promise<MeshRun> {
  const ended = await mesh.meshctl(...argumentsOf(baggage, range));
  return { ...ended, traceId: String(ended.json['trace_id']) };
}

/** Starts `meshctl run` with baggage; the caller stops it. */
export function startRunWith(mesh: Mesh, baggage: Baggage, range: readonly string[]): Started {
  return mesh.startMeshctl(...argumentsOf(baggage, range));
}

type Baggage = Readonly<Record<string, string>>;

function argumentsOf(baggage: Baggage, range: readonly string[] = smallRange): string[] {
  const entries = Object.entries(baggage).flatMap(([key, value]) => ['--baggage', `${key}=${value}`]);
  return ['run', ...range, ...entries, '--json'];
}

/** Spans of a trace by service and name, once there are at least `atLeast`. */
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
  return until(`spans ${name} of ${service}`, ask, (spans) => spans.length >= atLeast);
}

/** Trace id of the newest run. A failed `meshctl run` does not print it. */
export async function newestTrace(mesh: Mesh): Promise<string> {
  const { json } = await mesh.meshctl('show', 'latest', '--json');
  return String(json['trace_id']);
}

/** How many entries of baggage a service dropped for a reason, once that is at least `wanted`. */
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
  return until(`${reason} at ${service}`, ask, (count) => count >= wanted);
}

/** How often a service has logged that it dropped a key. */
export function timesLogged(mesh: Mesh, service: Service, key: string): number {
  const lines = mesh[service].output().split('\n');
  return lines.filter((line) => line.includes('"baggage.dropped"') && line.includes(`"${key}"`)).length;
}

/** Sum of the CPU times on the spans of a trace, seconds. */
export async function cpuOf(mesh: Mesh, traceId: string): Promise<number> {
  const spans = await traceSpans(mesh.backend.url, traceId);
  return spans.reduce((sum, { attributes }) => sum + Number(attributes['mesh.thread.cpu.time'] ?? 0), 0);
}
