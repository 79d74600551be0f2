import { startMesh } from '@prime-mesh/lab/mesh';
import { interleave, isInstalled, median, type Times, timeCommand, userCpuOf } from './measure.ts';
import type { Row } from './report.ts';

const ROUNDS = 7;
const services = ['extractor', 'transformer', 'loader'] as const;
const INTERVALS = [
  { from: '1000000000000', length: '10000000000', must: 3 },
  { from: '0', length: '10000000000' },
];
/** The cost of telemetry may be this much, percent. */
const MAX_TELEMETRY_COST = 2;

/** What the mesh of the lab and the tests sets otherwise, to see metrics sooner; empty is not set. */
const defaults = { OTEL_METRIC_EXPORT_INTERVAL: '' };

type Mesh = Awaited<ReturnType<typeof startMesh>>;

interface Measured extends Times {
  /** CPU of the second count, which is not part of `user`. */
  readonly audit: number;
  readonly byService: Readonly<Record<string, number>>;
  readonly rss: Readonly<Record<string, number>>;
}

/** Runs an interval and answers user CPU summed over the three services; meshctl and the backend do not count. */
async function measureRun(mesh: Mesh, from: string, length: string): Promise<Measured> {
  const cpu = (): number[] => services.map((name) => userCpuOf(mesh[name].child.pid ?? 0));
  const before = cpu();
  const { code, json, stderr } = await mesh.meshctl('run', '--from', from, '--count', length, '--json');
  if (code !== 0) throw new Error(`run of [${from}, +${length}) failed: ${stderr}`);
  const audit = Number(json['audit_cpu_s'] ?? 0); // on the loader's threads
  const spent = cpu().map((after, index) => after - (before[index] ?? 0));
  spent[services.indexOf('loader')] = (spent[services.indexOf('loader')] ?? 0) - audit;
  return {
    user: spent.reduce((sum, each) => sum + each, 0),
    audit,
    wall: Number(json['elapsed_s']),
    byService: Object.fromEntries(services.map((name, index) => [name, spent[index] ?? 0])),
    rss: json['rss_bytes'] as Record<string, number>, // as run-json.ts of meshctl writes it
  };
}

/** The whole mesh against `primesieve -t2`, with telemetry and without, and the shares of the services. */
export async function benchMesh(): Promise<Row[]> {
  await using on = await startMesh({ all: defaults });
  await using off = await startMesh({ all: { ...defaults, OTEL_SDK_DISABLED: 'true' } });
  const hasReferee = isInstalled('primesieve');
  const rows: Row[] = [];
  for (const { from, length, must } of INTERVALS) {
    const seen: Measured[] = [];
    const ours = async (): Promise<Times> => {
      const measured = await measureRun(on, from, length);
      seen.push(measured);
      return measured;
    };
    const silent = async (): Promise<Times> => measureRun(off, from, length);
    const theirs = async (): Promise<Times> =>
      timeCommand('primesieve', [from, `--dist=${length}`, '--threads=2', '--count', '--quiet']);
    const [mesh, quiet, referee] = await interleave(
      ROUNDS,
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
    const cost = (mesh.user / quiet.user - 1) * 100;
    rows.push({
      figure: `telemetry, percent of user CPU, ${what}`,
      ours: `${mesh.user.toFixed(2)} s on, ${quiet.user.toFixed(2)} s off`,
      ratio: cost,
      must: MAX_TELEMETRY_COST,
    });
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
  return rows;
}

/** Peak memory of each service after a short and a long run, each on a fresh mesh. */
export async function benchMemory(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const length of ['1000000000', '60000000000']) {
    await using mesh = await startMesh({ all: defaults });
    const { rss } = await measureRun(mesh, '1000000000000', length);
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
