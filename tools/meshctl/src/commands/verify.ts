import type { CheckResult } from '../checks.ts';
import { chooseBackend } from '../choose-backend.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { FailureError } from '../command-error.ts';
import type { Output } from '../output.ts';
import { readSeconds } from '../run-request.ts';
import { openSession, type Session } from '../session.ts';
import { resolveRun, blockTraceIds } from '../stored-runs.ts';
import { formatTable } from '../table.ts';
import { expectedOf, verifyRun } from '../verify-run.ts';
import type { PerformedRun } from './run.ts';

const maxDeadlineSeconds = 3_600;
/** Problems shown of one check; the others are counted. */
const shownProblems = 5;

/** `meshctl verify RUN`: whether the telemetry of a run is complete. */
export async function verify(
  context: CommandContext,
  name: string,
  { deadline }: { deadline?: string },
): Promise<Outcome> {
  const { config, output } = context;
  const budgetSeconds =
    deadline === undefined ? undefined : readSeconds('--deadline', deadline, maxDeadlineSeconds);
  await using session = await openSession(context);
  const stored = await session.trace('meshctl verify', async () => {
    const run = await resolveRun(session.loader, name);
    return { run, blockTraceIds: await blockTraceIds(session.loader, run.id) };
  });
  const results = await verifyTelemetry({ session, config, ...stored, budgetSeconds });
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

interface VerifyOptions extends Pick<CommandContext, 'config'>, PerformedRun {
  readonly session: Session;
  /** Absent: as long as telemetry may take to arrive. */
  readonly budgetSeconds?: number | undefined;
}

/** @throws {FailureError} if the run left no trace or the backend cannot be read */
export async function verifyTelemetry(options: VerifyOptions): Promise<CheckResult[]> {
  const { session, config, run } = options;
  if (run.traceId === '') {
    throw new FailureError('NO_TRACE', `run ${run.id} has no trace: telemetry was off while it ran`);
  }
  const expected = expectedOf(run, options.blockTraceIds);
  const backend = chooseBackend(config);
  const deadlineMs = Date.now() + (options.budgetSeconds ?? backend.arrivalSeconds) * 1e3;
  return verifyRun(expected, backend, { deadlineMs, signal: session.stop });
}

/** One line a check, and below it what is missing. */
export function renderChecks(results: readonly CheckResult[], style: Output['style']): string {
  const rows = results.flatMap(({ name, found, problems }) => {
    if (problems.length === 0) return [[style('green', 'ok'), name, found]];
    const shown = problems.slice(0, shownProblems).map((problem) => ['', '', style('red', problem)]);
    const more = problems.length - shown.length;
    const rest = more > 0 ? [['', '', style('red', `… ${more} more`)]] : [];
    return [[style('red', 'no'), name, `${problems.length} problems`], ...shown, ...rest];
  });
  return formatTable(rows);
}

/** Whether every check passed. */
export function isComplete(results: readonly CheckResult[]): boolean {
  return results.every(({ problems }) => problems.length === 0);
}

/** The checks as --json prints them. */
export function checksJson(results: readonly CheckResult[]): object[] {
  return results.map(({ name, found, problems }) => ({ name, ok: problems.length === 0, found, problems }));
}
