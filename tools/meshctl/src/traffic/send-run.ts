import type { status } from '@grpc/grpc-js';
import type { Histogram } from '@opentelemetry/api';
import type { Run, RunRequestInput } from '@prime-mesh/contracts';
import { names } from '@prime-mesh/telemetry/names';
import type { Session } from '../mesh/session.ts';
import type { MixEntry } from './mix.ts';

/** What became of a run that was sent. */
export interface SentRun {
  readonly entries: readonly MixEntry[];
  /** Name of the gRPC status of the call. */
  readonly status: string;
  /** Message of the failure; empty if there was none. */
  readonly message: string;
  /** From the moment it was due to its end. */
  readonly sinceDueSeconds: number;
  /** From the moment it was sent to its end. */
  readonly sinceSentSeconds: number;
  /** Whether it failed because of the fault it asked for. */
  readonly isOrdered: boolean;
  /** Whether it asked for a fault that the loader dropped. */
  readonly isFaultDropped: boolean;
  /** Whether it left a run and blocks in the store. */
  readonly isStored: boolean;
  /** Whether this command ended before the run did. */
  readonly isCancelled: boolean;
}

export interface SendOptions {
  readonly session: Session;
  readonly request: RunRequestInput;
  readonly entries: readonly MixEntry[];
  /** When the run was due, on the clock of `performance.now()`. */
  readonly dueAt: number;
  readonly budgetMs: number;
  /** The metric `mesh.traffic.duration`. */
  readonly duration: Histogram;
  /** The statuses of grpc-js, which must not be imported before the session is open. */
  readonly statuses: typeof status;
}

/** Sends one run in a trace of its own and waits for its end. Never rejects. */
export async function sendRun(options: SendOptions): Promise<SentRun> {
  const { session, entries, dueAt } = options;
  const baggage = Object.assign({}, ...entries.map((entry) => entry.baggage)) as Record<string, string>;
  const sentAt = performance.now();
  const seen: { accepted?: Run; finished?: Run } = {};
  const failure = await session
    .trace(
      'meshctl traffic',
      async (span) => {
        span.setAttribute(names.attributes.trafficLate, (sentAt - dueAt) / 1e3);
        await measured(options, async () => follow(options, seen));
      },
      baggage,
    )
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  const endedAt = performance.now();
  const status = statusOf(failure, options.statuses);
  const message = failure === undefined ? '' : messageOf(failure);
  return {
    entries,
    status,
    message,
    sinceDueSeconds: (endedAt - dueAt) / 1e3,
    sinceSentSeconds: (endedAt - sentAt) / 1e3,
    ...blame(baggage, seen.accepted, { status, message }),
    isStored: seen.accepted?.synthetic === false,
    isCancelled: failure !== undefined && session.stop.aborted,
  };
}

/** The message of a fault says that it was ordered. A delay beyond the deadline has no message of its own. */
function blame(
  baggage: Readonly<Record<string, string>>,
  accepted: Run | undefined,
  { status, message }: Pick<SentRun, 'status' | 'message'>,
): Pick<SentRun, 'isOrdered' | 'isFaultDropped'> {
  const fault = Object.keys(baggage).find((key) => key.startsWith(names.baggage.fault));
  const isFaultDropped =
    fault !== undefined && accepted !== undefined && !Object.hasOwn(accepted.baggage, fault);
  const isLate = status === 'DEADLINE_EXCEEDED' && fault !== undefined && !isFaultDropped;
  return { isOrdered: isLate || message.includes(`ordered by ${names.baggage.fault}`), isFaultDropped };
}

async function follow(
  { session, request, budgetMs }: SendOptions,
  seen: { accepted?: Run; finished?: Run },
): Promise<void> {
  const limits = { signal: session.stop, deadlineMs: Date.now() + budgetMs };
  for await (const { accepted, finished } of session.loader.stream('Run', request, limits)) {
    if (accepted?.run) seen.accepted = accepted.run;
    if (finished?.run) seen.finished = finished.run;
  }
  if (seen.finished === undefined) throw new Error('the loader ended the run without a result');
}

/** Records how long the work took. Called in the context of the run, so that its baggage is on the metric. */
async function measured(
  { session, dueAt, duration, statuses }: SendOptions,
  work: () => Promise<void>,
): Promise<void> {
  const record = (failure?: unknown): void => {
    const attributes = { [names.attributes.rpcResponseStatusCode]: statusOf(failure, statuses) };
    duration.record((performance.now() - dueAt) / 1e3, attributes);
  };
  try {
    await work();
    record();
  } catch (error) {
    if (!session.stop.aborted) record(error);
    throw error;
  }
}

function statusOf(failure: unknown, statuses: typeof status): string {
  if (failure === undefined) return 'OK';
  const code = failure instanceof Error && 'code' in failure ? Number(failure.code) : NaN;
  return statuses[code] ?? 'UNKNOWN';
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
