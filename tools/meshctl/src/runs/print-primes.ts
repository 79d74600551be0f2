import type { RangeInput, Run } from '@prime-mesh/contracts';
import { openSession, type Session } from '../mesh/session.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/command-error.ts';
import { readNumber } from '../terminal/read-quantity.ts';
import { resolveRun } from './stored-runs.ts';

/** Options of `meshctl primes` as they were typed. */
export interface PrimesOptions {
  readonly run: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
}

const maxUint64 = 2n ** 64n - 1n;
/** Primes in one JSON object, which is held in memory: some 15 MB below 10^12. */
const maxInJson = 1_000_000;

/** Prints the primes of a stored run, one a line, or under --json in one object. */
export async function printPrimes(context: CommandContext, options: PrimesOptions): Promise<Outcome> {
  const { json } = context.output;
  const max = json ? BigInt(maxInJson) : maxUint64;
  const limit =
    options.limit === undefined ? undefined : readNumber('--limit', options.limit, { min: 1n, max });
  const from = options.from === undefined ? undefined : readNumber('--from', options.from);
  const to = options.to === undefined ? undefined : readNumber('--to', options.to);
  await using session = await openSession(context);
  return await session.trace('meshctl primes', async () => {
    const run = await resolveRun(session.loader, options.run);
    const range = rangeOf(run, from, to);
    if (json) return { ok: true, json: await collect(session, run, range, Number(limit ?? maxInJson)) };
    for await (const found of readPrimes(session, run, range, limit ?? 0n)) {
      if (!(await isWritten(`${found.join('\n')}\n`))) break;
    }
    return { ok: true, json: {} }; // which only --json prints
  });
}

/** Writes to standard output and waits until that is done; false if it could not be, which main.ts tells. */
async function isWritten(text: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  process.stdout.write(text, (error) => resolve(!error));
  return promise;
}

function rangeOf(run: Run, from: bigint | undefined, to: bigint | undefined): { from: string; to: string } {
  const range = { from: `${from ?? run.range?.from ?? 0}`, to: `${to ?? run.range?.to ?? 0}` };
  if (BigInt(range.from) >= BigInt(range.to)) {
    throw new UsageError(`--from ${range.from} must be below --to ${range.to}`);
  }
  return range;
}

/** At most `limit` primes, and whether more follow. */
async function collect(session: Session, run: Run, range: RangeInput, limit: number): Promise<object> {
  const primes: string[] = [];
  // One more than is wanted tells whether there is more.
  for await (const found of readPrimes(session, run, range, BigInt(limit) + 1n)) {
    for (const prime of found) primes.push(prime);
  }
  return { run: run.id, ...range, primes: primes.slice(0, limit), more: primes.length > limit };
}

/** The primes of a stored run in ascending order, some at a time; all of them for a limit of 0. */
async function* readPrimes(
  { loader, stop }: Session,
  { id }: Run,
  range: RangeInput,
  limit: bigint,
): AsyncGenerator<string[]> {
  const request = { runId: id, range, limit: `${limit}` };
  for await (const { base, offsets } of loader.stream('ReadPrimes', request, { signal: stop })) {
    const first = BigInt(base);
    if (offsets.length > 0) yield offsets.map((offset) => `${first + BigInt(offset)}`);
  }
}
