import type { status } from '@grpc/grpc-js';
import type { Histogram } from '@opentelemetry/api';
import type { Run, RunRequestInput } from '@prime-mesh/contracts';
import { names } from '@prime-mesh/telemetry/names';
import type { Session } from '../mesh/session.ts';
import type { MixEntry } from './mix.ts';

/** What became of a run that was sent. */
export interface SentRun {
  readonly entries: readonly MixEntry[];
  /** gRPC status of the call by its name. */
  readonly status: string;
  /** What a failure says; empty for none. */
  readonly message: string;
  /** From the moment it was due to its end. */
  readonly sinceDueSeconds: number;
  /** From the moment it was sent to its end. */
  readonly sinceSentSeconds: number;
  /** It failed because it asked for that. */
  readonly isOrdered: boolean;
  /** It asked for a fault, which the loader did not let in. */
  readonly isFaultDropped: boolean;
  /** It left a run and blocks in the store. */
  readonly isStored: boolean;
  /** This command ended before the run did. */
  readonly isCancelled: boolean;
}

export interface SendOptions {
  readonly session: Session;
  readonly request: RunRequestInput;
  readonly entries: readonly MixEntry[];
  /** On the clock of `performance.now()`. */
  readonly dueAt: number;
  readonly budgetMs: number;
  /** `mesh.traffic.duration`. */
  readonly duration: Histogram;
  /** Of grpc-js, which must not be imported before the session is open. */
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

/** A fault says in its status what ordered it; a delay that outlasts the deadline cannot. */
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

/** In the context of the run, so that its baggage is on the metric. */
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
