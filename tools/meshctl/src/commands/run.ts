import type { Run, RunRequestInput } from '@prime-mesh/contracts';
import { FailureError } from '../command-error.ts';
import { chooseBackend } from '../choose-backend.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import type { Output } from '../output.ts';
import { parseBaggage } from '../parse-baggage.ts';
import { showProgress } from '../progress.ts';
import { isVerified, runJson } from '../run-json.ts';
import {
  nextRequest,
  rangeRequest,
  readSeconds,
  type NextOptions,
  type RangeOptions,
} from '../run-request.ts';
import { openSession, type Session } from '../session.ts';
import { renderSummary } from '../summary.ts';
import { showTrace } from '../trace-view.ts';
import { isComplete, renderChecks, verifyTelemetry } from './verify.ts';

/** Longest --deadline, seconds: a week. */
const maxDeadlineSeconds = 604_800;

interface CallOptions {
  readonly baggage?: readonly string[];
  readonly deadline?: string;
  readonly verify?: boolean;
}

/** `meshctl run`: the primes of a range. */
export async function run(context: CommandContext, options: RangeOptions & CallOptions): Promise<Outcome> {
  return runAndShow(context, 'meshctl run', rangeRequest(options), options);
}

/** `meshctl find`: the next primes from a number on. */
export async function find(context: CommandContext, options: NextOptions & CallOptions): Promise<Outcome> {
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
  const results = await verifyTelemetry({ session, config, ...performed });
  output.answer(`\n${renderChecks(results, output.style)}`);
  const ok = isComplete(results);
  return { ok: outcome.ok && ok, json: { ...outcome.json, telemetry_complete: ok } };
}

interface PerformOptions extends Pick<CommandContext, 'output'> {
  readonly session: Session;
  readonly name: string;
  readonly request: RunRequestInput;
  readonly baggage: Readonly<Record<string, string>>;
  readonly deadlineMs?: number | undefined;
}

/**
 * Calls the loader in a trace of its own and shows how far it is.
 * @throws {FailureError} if it was cancelled; what the call rejects with otherwise
 */
export async function performRun({ session, name, baggage, ...call }: PerformOptions): Promise<PerformedRun> {
  const performed = await session.trace(name, async () => follow({ session, ...call }), baggage);
  noteBaggage(call.output, baggage, performed.run.baggage);
  return performed;
}

/** Says what of the baggage the mesh has taken differently, or not at all. */
function noteBaggage(
  output: Output,
  sent: Readonly<Record<string, string>>,
  recorded: Readonly<Record<string, string>>,
): void {
  for (const [key, value] of Object.entries(sent)) {
    const taken = recorded[key];
    if (taken === undefined)
      output.note(`baggage ${key} was dropped: not in the table of keys and values, or switched off there`);
    else if (taken !== value) output.note(`baggage ${key} was recorded as ${taken}, not as ${value}`);
  }
}

/** A finished run. */
export interface PerformedRun {
  readonly run: Run;
  /** Trace ids that its blocks name. */
  readonly blockTraceIds: readonly string[];
}

type FollowOptions = Omit<PerformOptions, 'name' | 'baggage'>;

async function follow({ session, output, request, deadlineMs }: FollowOptions): Promise<PerformedRun> {
  const { range } = request;
  const total = range ? BigInt(range.to ?? 0) - BigInt(range.from ?? 0) : undefined;
  const traceIds = new Set<string>();
  let id: string | undefined;
  let finished: Run | undefined;
  try {
    using view = showProgress(output, total);
    for await (const event of session.loader.stream('Run', request, { signal: session.stop, deadlineMs })) {
      if (event.accepted?.run) ({ id } = event.accepted.run);
      if (event.progress) view.update({ ...event.progress, numbersDone: BigInt(event.progress.numbersDone) });
      if (event.blockStored?.block) traceIds.add(event.blockStored.block.traceId);
      if (event.finished?.run) finished = event.finished.run;
    }
    if (finished === undefined)
      throw new FailureError('INCOMPLETE', 'the loader ended the run without a result');
    return { run: finished, blockTraceIds: [...traceIds] };
  } catch (error) {
    if (id !== undefined) output.note(`the blocks stored so far are right: meshctl show ${id}`);
    if (session.stop.aborted)
      throw new FailureError('CANCELLED', `the run was cancelled by ${session.stop.reason}`);
    throw error;
  }
}
