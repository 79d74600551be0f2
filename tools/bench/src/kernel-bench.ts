import { isInstalled } from '@prime-mesh/harness';
import { interleave, runScript, type Times, timeCommand } from './measure.ts';
import type { Row } from './report.ts';

const rounds = 5;
const intervals = [
  { from: '0', length: '1000000000', must: 1.3 },
  { from: '0', length: '10000000000', must: 1.3 },
  { from: '1000000000000', length: '1000000000', must: 1.3 },
  { from: '1000000000000000', length: '1000000000', must: 1.5 },
  { from: '1000000000000000000', length: '1000000000', must: 1.5 },
];

/** Compares the kernel on one thread with `primesieve -t1` by user CPU. */
export async function benchKernel(): Promise<Row[]> {
  const hasReferee = isInstalled('primesieve');
  const rows: Row[] = [];
  for (const { from, length, must } of intervals) {
    const ours = async (): Promise<Times> =>
      runScript(new URL('./kernel-once.ts', import.meta.url), [from, length]);
    const theirs = async (): Promise<Times> =>
      timeCommand('primesieve', [from, `--dist=${length}`, '--threads=1', '--count', '--quiet']);
    const [kernel, referee] = await interleave(rounds, hasReferee ? [ours, theirs] : [ours]);
    rows.push({
      figure: `kernel, one thread, [${short(from)}, +${short(length)})`,
      ours: `${kernel?.user.toFixed(3)} s`,
      referee: referee ? `${referee.user.toFixed(3)} s primesieve -t1` : 'primesieve is not installed',
      ...(kernel && referee && { ratio: kernel.user / referee.user, must }),
    });
  }
  return rows;
}

function short(text: string): string {
  const [, digits = '', zeros = ''] = /^(\d+?)(0*)$/.exec(text) ?? [];
  return zeros.length < 4 ? text : `${digits === '1' ? '' : `${digits}·`}10^${zeros.length}`;
}
