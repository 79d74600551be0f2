import { isInstalled } from '@prime-mesh/harness';
import { interleave, runScript, type Times, timeCommand } from './measure.ts';
import type { Row } from './report.ts';

const rounds = 3;
const powers = [{ digits: 100 }, { digits: 200 }, { digits: 500, must: 1.1 }, { digits: 1000, must: 1.1 }];

/** Compares the next prime from 10^k on, all three steps on one thread, with `nextprime` of PARI by user CPU. */
export async function benchFind(): Promise<Row[]> {
  const hasReferee = isInstalled('gp');
  const rows: Row[] = [];
  for (const { digits, must } of powers) {
    const ours = async (): Promise<Times> =>
      runScript(new URL('./find-once.ts', import.meta.url), [String(digits)]);
    const pari = async (program: string): Promise<Times> => timeCommand('gp', ['-q', '-f'], program);
    const [find, referee, start] = await interleave(rounds, [
      ours,
      ...(hasReferee
        ? [async () => pari(`print(nextprime(10^${digits}))\n`), async () => pari('print(1)\n')]
        : []),
    ]);
    const theirs = referee && start ? Math.max(referee.user - start.user, 0.001) : undefined;
    rows.push({
      figure: `next prime after 10^${digits}`,
      ours: `${find?.user.toFixed(3)} s`,
      referee: theirs === undefined ? 'gp is not installed' : `${theirs.toFixed(3)} s PARI nextprime`,
      ...(find && theirs !== undefined && { ratio: find.user / theirs }),
      ...(must !== undefined && { must }),
    });
  }
  return rows;
}
