import { isInstalled, startMesh, type Mesh } from '@prime-mesh/harness';
import { services } from '@prime-mesh/telemetry/names';
import { interleave, median, type Times, timeCommand, userCpuOf } from './measure.ts';
import type { Row } from './report.ts';

const rounds = 7;
interface Interval {
  readonly from: string;
  readonly length: string;
}
const intervals: readonly (Interval & { readonly must?: number })[] = [
  { from: '1000000000000', length: '10000000000', must: 3 },
  { from: '0', length: '10000000000' },
];
/** Upper bound of the cost of telemetry, percent. */
const maxTelemetryCost = 2;
/**
 * Small blocks, enough of them for V8 to compile, on its own threads, the code that runs for each block. The meshes take
 * turns of a few seconds: one that is idle for longer collects garbage, and drops compiled code.
 */
const warmUp = { turns: 10, blocks: 3_000, blockBytes: 1024 };

/** Undoes what the harness sets to see metrics sooner; an empty value counts as not set. */
const defaults = { OTEL_METRIC_EXPORT_INTERVAL: '' };

interface Measured extends Times {
  /** CPU of the audit, which is not part of `user`. */
  readonly audit: number;
  readonly byService: Readonly<Record<string, number>>;
  readonly rss: Readonly<Record<string, number>>;
}

async function run(mesh: Mesh, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, json, stderr } = await mesh.meshctl('run', ...args, '--json');
  if (code !== 0) throw new Error(`run ${args.join(' ')} failed: ${stderr}`);
  return json;
}

/** Runs an interval. User CPU is the sum over the three services, without meshctl and the backend. */
async function measureRun(mesh: Mesh, { from, length }: Interval): Promise<Measured> {
  const cpu = (): number[] => services.map((name) => userCpuOf(mesh[name].child.pid ?? 0));
  const before = cpu();
  const json = await run(mesh, '--from', from, '--count', length);
  const audit = Number(json['audit_cpu_s'] ?? 0); // on the loader's threads
  const spent = cpu().map((after, index) => after - (before[index] ?? 0));
  spent[services.indexOf('loader')] = (spent[services.indexOf('loader')] ?? 0) - audit;
  return {
    user: spent.reduce((sum, each) => sum + each, 0),
    audit,
    wall: Number(json['elapsed_s']),
    byService: Object.fromEntries(services.map((name, index) => [name, spent[index] ?? 0])),
    rss: json['rss_bytes'] as Record<string, number>, // as `meshctl run --json` prints it
  };
}

/** Compares the mesh, with telemetry and without, with `primesieve -t2`, and shows the shares of the services. */
export async function benchMesh(): Promise<Row[]> {
  await using on = await startMesh({ all: defaults });
  await using off = await startMesh({ all: { ...defaults, OTEL_SDK_DISABLED: 'true' } });
  const hasReferee = isInstalled('primesieve');
  const rows: Row[] = [];
  for (const interval of intervals) {
    const { from, length, must } = interval;
    const seen: Measured[] = [];
    const ours = async (): Promise<Times> => {
      const measured = await measureRun(on, interval);
      seen.push(measured);
      return measured;
    };
    const silent = async (): Promise<Times> => measureRun(off, interval);
    const theirs = async (): Promise<Times> =>
      timeCommand('primesieve', [from, `--dist=${length}`, '--threads=2', '--count', '--quiet']);
    const [mesh, quiet, referee] = await interleave(
      rounds,
      hasReferee ? [ours, silent, theirs] : [ours, silent],
    );
    if (!mesh || !quiet) continue;
    const what = `[${from}, +${length})`;
    rows.push({
      figure: `mesh, user CPU, ${what}`,
      ours: `${mesh.user.toFixed(2)} s`,
      referee: referee ? `${referee.user.toFixed(2)} s primesieve -t2` : 'primesieve is not installed',
      ...(referee && { ratio: mesh.user / referee.user }),
      ...(must !== undefined && { must }),
    });
    rows.push({
      figure: `mesh, wall, ${what}`,
      ours: `${mesh.wall.toFixed(2)} s`,
      ...(referee && { referee: `${referee.wall.toFixed(2)} s`, ratio: mesh.wall / referee.wall }),
    });
    rows.push(telemetryRow(`telemetry, percent of user CPU, ${what}`, mesh, quiet));
    const total = seen.reduce((sum, { user }) => sum + user, 0);
    const shares = services.map((name) => {
      const part = seen.reduce((sum, { byService }) => sum + (byService[name] ?? 0), 0) / total;
      return `${name} ${Math.round(part * 100)} %`;
    });
    rows.push({
      figure: `audit, CPU apart, ${what}`,
      ours: `${median(seen.map(({ audit }) => audit)).toFixed(2)} s`,
    });
    rows.push({ figure: `shares of user CPU, ${what}`, ours: shares.join(', ') });
  }
  rows.push(await benchWarmTelemetry(on, off));
  return rows;
}

/** Measures the cost of telemetry once V8 has compiled all code. */
async function benchWarmTelemetry(on: Mesh, off: Mesh): Promise<Row> {
  const [interval] = intervals;
  if (!interval) throw new Error('there is no interval');
  const { turns, blocks, blockBytes } = warmUp;
  const length = String(blocks * blockBytes * 30); // a byte stands for 30 numbers
  for (let turn = 0; turn < turns; turn++)
    for (const mesh of [on, off])
      await run(mesh, '--from', interval.from, '--count', length, '--block', String(blockBytes));
  const measures = [on, off].map((mesh) => async () => measureRun(mesh, interval));
  const [mesh, quiet] = await interleave(rounds, measures);
  const figure = `telemetry, percent of user CPU, the first of these after ${turns * blocks} blocks`;
  return telemetryRow(figure, mesh, quiet);
}

function telemetryRow(figure: string, on?: Times, off?: Times): Row {
  if (!on || !off) throw new Error('nothing was measured');
  const ours = `${on.user.toFixed(2)} s on, ${off.user.toFixed(2)} s off`;
  return { figure, ours, ratio: (on.user / off.user - 1) * 100, must: maxTelemetryCost };
}

/** Measures the peak memory of each service after a short and a long run, each on a new mesh. */
export async function benchMemory(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const length of ['1000000000', '60000000000']) {
    await using mesh = await startMesh({ all: defaults });
    const { rss } = await measureRun(mesh, { from: '1000000000000', length });
    const text = services.map((name) => `${name} ${Math.round((rss[name] ?? 0) / 1e6)} MB`).join(', ');
    rows.push({
      figure: `largest peak RSS, MB, ${length} numbers`,
      ours: text,
      ratio: Math.max(...Object.values(rss)) / 1e6,
      must: 300,
    });
  }
  return rows;
}
