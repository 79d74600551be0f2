import { run } from '@prime-mesh/harness';
import { readFileSync } from 'node:fs';

/** The result of a measurement: user CPU and wall time, seconds. */
export interface Times {
  readonly user: number;
  readonly wall: number;
}

/** The middle value; for an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? NaN;
  return (lower + upper) / 2;
}

/**
 * Measures the candidates in turn, for `rounds` rounds, so that a change of load affects all of them. A first round is
 * not counted. Returns the medians in the order of the candidates.
 */
export async function interleave(
  rounds: number,
  candidates: readonly (() => Promise<Times>)[],
): Promise<Times[]> {
  const seen: Times[][] = candidates.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, measure] of candidates.entries()) {
      const times = await measure();
      if (round >= 0) seen[index]?.push(times);
    }
  }
  return seen.map((times) => ({
    user: median(times.map(({ user }) => user)),
    wall: median(times.map(({ wall }) => wall)),
  }));
}

/** Runs a program and returns the times that `time` of bash prints, which are exact to 1 ms. */
export async function timeCommand(program: string, args: readonly string[], input = ''): Promise<Times> {
  const script = 'TIMEFORMAT="%3R %3U"; time "$@" >/dev/null 2>&1';
  const { stderr } = await run(['bash', '-c', script, 'bash', program, ...args], { input });
  const [wall = NaN, user = NaN] = stderr.trim().split(' ').map(Number);
  return { user, wall };
}

/** Runs a TypeScript file that prints one JSON object on its last line. */
export async function runScript<T>(
  script: URL,
  args: readonly string[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const { code, stderr, json } = await run(['node', ...flags, script.pathname, ...args], { env });
  if (code !== 0) throw new Error(`${script.pathname} failed: ${stderr}`);
  return json as T; // as the script documents it
}

/** Clock ticks a second in /proc, the same on every Linux on which Node runs. */
const ticksPerSecond = 100;

/** User CPU of a running process so far, seconds, exact to 10 ms. */
export function userCpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on
  return Number(fields[11]) / ticksPerSecond;
}
