import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import type { Range } from '@prime-mesh/primes';
import { createLogger, instrument, names, serviceEvents } from '@prime-mesh/telemetry';
import type { BlockRecord, RunRecord } from './store/records.ts';

const { attributes, events, metrics, spans } = names;
const log = createLogger('loader');
const tracer = trace.getTracer('prime-mesh.loader');

const blocks = instrument(metrics.blocks);
const primes = instrument(metrics.primes);
const numbers = instrument(metrics.numbers);
const refused = instrument(metrics.blockRefused);
const storeDuration = instrument(metrics.storeDuration);
const runDuration = instrument(metrics.runDuration);
const runsActive = instrument(metrics.runsActive);

/** The span of one block, from its demand until it is stored. */
export interface BlockSpan {
  readonly ids: SpanContext;
  /** Runs `work` inside the span; an error ends it. */
  run<T>(work: () => Promise<T>): Promise<T>;
  end(): void;
}

/** The trace of the active span; empty without telemetry. */
export function activeTraceId(): string {
  return trace.getActiveSpan()?.spanContext().traceId ?? '';
}

/** A run begins. */
export function runAccepted(run: RunRecord): void {
  trace.getActiveSpan()?.setAttribute(attributes.runId, run.id);
  runsActive.add(1);
  log.info(events.runAccepted, { ...runFields(run), [attributes.blockBytes]: run.blockBytes });
}

/** A run ends, well or not. */
export function runEnded(run: RunRecord, error?: unknown): void {
  runsActive.add(-1);
  const outcome = { [attributes.outcome]: run.state.toLowerCase() };
  runDuration.record(((run.finishedAtMs ?? run.startedAtMs) - run.startedAtMs) / 1000, outcome);
  const fields = { ...runFields(run), ...outcome, [attributes.primesCount]: run.facts.count };
  if (run.state === 'FINISHED') log.info(events.runFinished, fields);
  else if (run.state === 'CANCELLED') log.info(events.runCancelled, fields);
  else log.error(events.runFailed, fields, error);
}

/** A block is asked for. The span is a child of the active one. */
export function startBlock(runId: string, index: number, range: Range): BlockSpan {
  const span = tracer.startSpan(spans.load, { attributes: blockFields(runId, index, range) });
  const inside = trace.setSpan(context.active(), span);
  return {
    ids: span.spanContext(),
    run: async (work) => context.with(inside, () => endOnError(span, work)),
    end: () => span.end(),
  };
}

/** A block failed its verification and is asked for again, or the run fails. */
export function blockRefused(runId: string, index: number, range: Range, error: unknown): void {
  refused.add(1, { [attributes.reason]: 'corrupt' });
  log.error(events.blockCorrupt, blockFields(runId, index, range), error);
}

/** A block of a run that is not to be stored is verified. */
export function blockVerified(block: BlockRecord): void {
  blocks.add(1);
  log.info(events.blockVerified, verifiedFields(block));
}

/** A block is verified and stored. */
export function blockStored(block: BlockRecord): void {
  blocks.add(1);
  primes.add(block.facts.count);
  numbers.add(Number(block.range.to - block.range.from));
  log.info(events.blockStored, verifiedFields(block));
}

/** Stores a block in a span of its own. */
export async function inStoreSpan(block: BlockRecord, work: () => Promise<void>): Promise<void> {
  await tracer.startActiveSpan(spans.store, { attributes: verifiedFields(block) }, async (span) => {
    await endOnError(span, work);
    span.end();
  });
}

/** Measures an operation on the store. */
export async function measuringStore<T>(operation: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const labels: Attributes = { [attributes.storeOperation]: operation };
  try {
    return await work();
  } catch (error) {
    labels[attributes.errorType] = error instanceof Error ? error.name : 'unknown';
    throw error;
  } finally {
    storeDuration.record((performance.now() - start) / 1000, labels);
  }
}

export const lifeEvents = serviceEvents(log);

async function endOnError<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    span.recordException(reason);
    span.setStatus({ code: SpanStatusCode.ERROR, message: reason.message });
    span.end();
    throw error;
  }
}

function runFields({ id, range }: RunRecord): Attributes {
  return {
    [attributes.runId]: id,
    [attributes.blockFrom]: String(range.from),
    [attributes.blockTo]: String(range.to),
  };
}

function verifiedFields({ runId, index, range, facts }: BlockRecord): Attributes {
  return { ...blockFields(runId, index, range), [attributes.primesCount]: facts.count };
}

function blockFields(runId: string, index: number, { from, to }: Range): Attributes {
  return {
    [attributes.runId]: runId,
    [attributes.blockIndex]: index,
    [attributes.blockFrom]: String(from),
    [attributes.blockTo]: String(to),
  };
}
