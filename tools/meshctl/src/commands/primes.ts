import { once } from 'node:events';
import type { CommandContext, Outcome } from '../command-context.ts';
import { UsageError } from '../command-error.ts';
import { readNumber } from '../run-request.ts';
import { openSession } from '../session.ts';
import { resolveRun } from '../stored-runs.ts';

interface PrimesOptions {
  readonly run: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
}

const maxUint64 = 2n ** 64n - 1n;

/** `meshctl primes`: the primes of a stored run, one a line; under --json their number, first and last. */
export async function primes(context: CommandContext, options: PrimesOptions): Promise<Outcome> {
  const { output } = context;
  const limit =
    options.limit === undefined ? 0n : readNumber('--limit', options.limit, { min: 1n, max: maxUint64 });
  const from = options.from === undefined ? undefined : readNumber('--from', options.from);
  const to = options.to === undefined ? undefined : readNumber('--to', options.to);
  await using session = await openSession(context);
  return await session.trace('meshctl primes', async () => {
    const run = await resolveRun(session.loader, options.run);
    const range = { from: `${from ?? run.range?.from ?? 0}`, to: `${to ?? run.range?.to ?? 0}` };
    if (BigInt(range.from) >= BigInt(range.to)) {
      throw new UsageError(`--from ${range.from} must be below --to ${range.to}`);
    }
    const request = { runId: run.id, range, limit: `${limit}` };
    const seen = { count: 0, first: '', last: '' };
    for await (const { base, offsets } of session.loader.stream('ReadPrimes', request, {
      signal: session.stop,
    })) {
      const found = offsets.map((offset) => `${BigInt(base) + BigInt(offset)}`);
      seen.count += found.length;
      seen.first ||= found[0] ?? '';
      seen.last = found.at(-1) ?? seen.last;
      if (output.json || found.length === 0) continue;
      if (!process.stdout.write(`${found.join('\n')}\n`)) await once(process.stdout, 'drain');
    }
    return {
      ok: true,
      json: { run: run.id, ...range, primes: `${seen.count}`, first: seen.first, last: seen.last },
    };
  });
}
