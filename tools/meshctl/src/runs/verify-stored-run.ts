import { openSession } from '../mesh/session.ts';
import { checksJson, renderChecks } from '../telemetry/check-report.ts';
import { isComplete } from '../telemetry/evidence.ts';
import { verifyRun } from '../telemetry/verify-run.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { readSeconds } from '../terminal/read-quantity.ts';
import { blockTraceIds, resolveRun } from './stored-runs.ts';

const maxDeadlineSeconds = 3_600;

/** Options of `meshctl verify` as they were typed. */
export interface VerifyOptions {
  readonly deadline?: string;
}

/** Says whether the telemetry of a stored run is complete. */
export async function verifyStoredRun(
  context: CommandContext,
  name: string,
  { deadline }: VerifyOptions,
): Promise<Outcome> {
  const { config, output } = context;
  const budgetSeconds =
    deadline === undefined ? undefined : readSeconds('--deadline', deadline, maxDeadlineSeconds);
  await using session = await openSession(context);
  const stored = await session.trace('meshctl verify', async () => {
    const run = await resolveRun(session.loader, name);
    return { run, blockTraceIds: await blockTraceIds(session.loader, run.id) };
  });
  const results = await verifyRun({ config, ...stored, budgetSeconds, signal: session.stop });
  output.answer(renderChecks(results, output.style));
  const ok = isComplete(results);
  const json = {
    run: stored.run.id,
    trace_id: stored.run.traceId,
    telemetry_complete: ok,
    checks: checksJson(results),
  };
  return { ok, json };
}
