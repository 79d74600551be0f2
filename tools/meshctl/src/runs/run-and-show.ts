import type { RunRequestInput } from '@prime-mesh/contracts';
import { openSession } from '../mesh/session.ts';
import { renderChecks } from '../telemetry/check-report.ts';
import { chooseBackend } from '../telemetry/choose-backend.ts';
import { isComplete } from '../telemetry/evidence.ts';
import { showTrace } from '../telemetry/trace-view.ts';
import { verifyRun } from '../telemetry/verify-run.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { parseBaggage } from '../terminal/parse-baggage.ts';
import { readSeconds } from '../terminal/read-quantity.ts';
import { performRun } from './perform-run.ts';
import { isVerified, runJson } from './run-json.ts';
import { nextRequest, rangeRequest, type NextOptions, type RangeOptions } from './run-request.ts';
import { renderSummary } from './summary.ts';

/** Longest --deadline, seconds: a week. */
const maxDeadlineSeconds = 604_800;

/** Options of `run` and `find` that are not part of the request. */
export interface CallOptions {
  readonly baggage?: readonly string[];
  readonly deadline?: string;
  readonly verify?: boolean;
}

/** Finds the primes of a range. */
export async function runRange(
  context: CommandContext,
  options: RangeOptions & CallOptions,
): Promise<Outcome> {
  return runAndShow(context, 'meshctl run', rangeRequest(options), options);
}

/** Finds the next primes from a number on. */
export async function findNext(
  context: CommandContext,
  options: NextOptions & CallOptions,
): Promise<Outcome> {
  return runAndShow(context, 'meshctl find', nextRequest(options), options);
}

async function runAndShow(
  context: CommandContext,
  name: string,
  request: RunRequestInput,
  options: CallOptions,
): Promise<Outcome> {
  const { config, output } = context;
  const baggage = parseBaggage(options.baggage ?? []);
  const deadlineMs =
    options.deadline === undefined
      ? undefined
      : Date.now() + readSeconds('--deadline', options.deadline, maxDeadlineSeconds) * 1e3;
  await using session = await openSession(context);
  const performed = await performRun({ session, output, name, request, baggage, deadlineMs });
  await session.flush();
  output.answer(renderSummary(performed.run, output.style));
  if (!output.json) await showTrace(output, chooseBackend(config), performed.run);
  const outcome = { ok: isVerified(performed.run), json: runJson(performed.run) };
  if (!options.verify) return outcome;
  const results = await verifyRun({ config, ...performed, signal: session.stop });
  output.answer(`\n${renderChecks(results, output.style)}`);
  const ok = isComplete(results);
  return { ok: outcome.ok && ok, json: { ...outcome.json, telemetry_complete: ok } };
}
