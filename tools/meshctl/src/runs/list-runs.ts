import type { Run } from '@prime-mesh/contracts';
import { openSession } from '../mesh/session.ts';
import { callerWords } from '../terminal/caller-words.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { formatInteger, formatSeconds } from '../terminal/format-quantity.ts';
import { readNumber } from '../terminal/read-quantity.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import { elapsedSeconds, runJson, startedAt, stateOf } from './run-json.ts';
import { maxPageSize, storedRuns } from './stored-runs.ts';

const maxListed = 1_000_000n;

/** Options of `meshctl runs` as they were typed. */
export interface ListOptions {
  readonly limit: string;
}

/** Lists the newest runs. */
export async function listRuns(context: CommandContext, { limit }: ListOptions): Promise<Outcome> {
  const { output } = context;
  const most = Number(readNumber('--limit', limit, { min: 1n, max: maxListed }));
  await using session = await openSession(context);
  const found = await session.trace('meshctl runs', async () => {
    const newest: Run[] = [];
    for await (const run of storedRuns(session.loader, Math.min(most, maxPageSize))) {
      if (newest.push(run) === most) break;
    }
    return newest;
  });
  const head = ['run', 'started', 'state', 'from', 'to', 'primes', 'blocks', 'time'];
  output.answer(
    found.length === 0
      ? `no run yet: start one with "${callerWords().command('run --count 1e9')}"`
      : formatTable(found.map(rowOf), {
          head: head.map((name) => output.style('dim', name)),
          right: [3, 4, 5, 6, 7],
        }),
  );
  return { ok: true, json: { runs: found.map((run) => ({ ...runJson(run), found: undefined })) } };
}

function rowOf(run: Run): string[] {
  return [
    run.id.slice(0, 8),
    startedAt(run).toISOString().slice(0, 19).replace('T', ' '),
    stateOf(run),
    formatInteger(run.range?.from ?? '0'),
    formatInteger(run.range?.to ?? '0'),
    formatInteger(run.facts?.count ?? '0'),
    `${run.blocksStored}/${run.blocksTotal}`,
    formatSeconds(elapsedSeconds(run)),
  ];
}
