import type { Run, RunRequestInput } from '@prime-mesh/contracts';
import type { Session } from '../mesh/session.ts';
import { callerWords } from '../terminal/caller-words.ts';
import { FailureError } from '../terminal/command-error.ts';
import type { Output } from '../terminal/output.ts';
import { showProgress } from '../terminal/progress.ts';

export interface PerformOptions {
  readonly session: Session;
  readonly output: Output;
  /** Of the root span. */
  readonly name: string;
  readonly request: RunRequestInput;
  /** Goes with every call of the run. */
  readonly baggage: Readonly<Record<string, string>>;
  /** When to give up, on the clock of `Date.now()`. */
  readonly deadlineMs?: number | undefined;
}

/** A finished run. */
export interface PerformedRun {
  readonly run: Run;
  /** Trace ids that its blocks name. */
  readonly blockTraceIds: readonly string[];
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
    if (id !== undefined)
      output.note(`the blocks stored so far are right: ${callerWords().command(`show ${id}`)}`);
    if (session.stop.aborted)
      throw new FailureError('CANCELLED', `the run was cancelled by ${session.stop.reason}`);
    throw error;
  }
}
