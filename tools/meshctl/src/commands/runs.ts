import type { CommandContext, Outcome } from '../command-context.ts';
import { formatInteger, formatSeconds } from '../format-quantity.ts';
import { elapsedSeconds, runJson, startedAt, stateOf } from '../run-json.ts';
import { readNumber } from '../run-request.ts';
import { openSession } from '../session.ts';
import { storedRuns } from '../stored-runs.ts';
import { formatTable } from '../table.ts';
import type { Run } from '@prime-mesh/contracts';

const maxListed = 1_000_000n;

/** `meshctl runs`: the newest runs. */
export async function runs(context: CommandContext, { limit }: { limit: string }): Promise<Outcome> {
  const { output } = context;
  const most = Number(readNumber('--limit', limit, { min: 1n, max: maxListed }));
  await using session = await openSession(context);
  const found = await session.trace('meshctl runs', async () => {
    const newest: Run[] = [];
    for await (const run of storedRuns(session.loader, Math.min(most, 1_000))) {
      if (newest.push(run) === most) break;
    }
    return newest;
  });
  const head = ['run', 'started', 'state', 'from', 'to', 'primes', 'blocks', 'time'];
  output.answer(
    found.length === 0
      ? 'no run yet: start one with "meshctl run --count 1e9"'
      : formatTable(found.map(rowOf), {
          head: head.map((name) => output.style('dim', name)),
          right: [3, 4, 5, 6, 7],
        }),
  );
  return { ok: true, json: { runs: found.map(runJson) } };
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
