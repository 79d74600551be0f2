import type { Pool } from '@prime-mesh/mesh';
import type { Range } from '@prime-mesh/primes';
import {
  fetchBlock,
  type BlockDemand,
  type BlockPath,
  type FetchedBlock,
  type Scope,
} from './block/fetch-block.ts';
import {
  blockStored,
  blockVerified,
  inStoreSpan,
  measuringStore,
  runAccepted,
  runEnded,
  startBlock,
  type BlockSpan,
} from './events.ts';
import { auditRun } from './run/audit-run.ts';
import { Ledger } from './run/ledger.ts';
import { blockFrom, isLarge, startOf, usefulInFlight, type Plan } from './run/plan.ts';
import { isSynthetic, type BlockRecord, type RunRecord, type RunState } from './store/records.ts';
import type { Store } from './store/store.ts';

export type LoadEvent =
  | { readonly kind: 'accepted'; readonly run: RunRecord }
  | { readonly kind: 'stored'; readonly block: BlockRecord }
  /** Everything below `doneTo` is stored. */
  | { readonly kind: 'progress'; readonly run: RunRecord; readonly doneTo: bigint }
  | { readonly kind: 'finished'; readonly run: RunRecord };

export interface LoadParts extends BlockPath {
  /** Shares the threads of `verifyPool`: one of its own would take 30 MB and start more slowly than most counts take. */
  readonly auditPool: Pick<Pool<bigint, bigint>, 'run'>;
  readonly store: Store;
  /** Aborted when the loader is told to stop. */
  readonly stopping: AbortSignal;
}

/** A block on its way, in its span. */
interface Coming {
  readonly index: number;
  readonly span: BlockSpan;
  /** It ends where enough primes were found, so where the next one begins is not known before. */
  readonly mayStopEarly: boolean;
  readonly fetched: Promise<FetchedBlock>;
}

/** Least time between two reports of progress. */
const progressPeriodMs = 250;

/** The transformer may notice the deadline that it was given a moment before it has passed here. */
const deadlineToleranceMs = 20;

/**
 * Loads a run: fetches as many blocks at once as its plan says, stores them in order, and yields what happens.
 * Ends with `finished`, or throws after it marked the run as failed or cancelled. What is stored is right either way.
 */
export async function* load(
  plan: Plan,
  run: RunRecord,
  scope: Scope,
  parts: LoadParts,
): AsyncGenerator<LoadEvent, void> {
  const { auditPool, stopping, store } = parts;
  const ledger = new Ledger(run);
  if (!isSynthetic(run)) await measuringStore('add_run', () => store.addRun(run));
  runAccepted(run);
  try {
    yield { kind: 'accepted', run };
    yield* loadBlocks(plan, run, ledger, scope, parts);
    await auditRun(auditPool, plan.audit, ledger, scope);
    yield { kind: 'finished', run: await endRun(ledger, store, 'FINISHED') };
  } catch (error) {
    if (!stopping.aborted && !hasCallerLeft(scope)) {
      await endRun(ledger, store, 'FAILED', error instanceof Error ? error.message : String(error), error);
    }
    throw error;
  } finally {
    // A generator that is returned, because its caller wants no more, gets here without an error.
    if (ledger.isOpen) {
      if (stopping.aborted) await endRun(ledger, store, 'FAILED', 'loader stopped');
      else await endRun(ledger, store, 'CANCELLED');
    }
  }
}

/** A deadline ends the call to the transformer, too, and that may be known before our own signal aborts. */
function hasCallerLeft({ signal, deadlineMs = Infinity }: Scope): boolean {
  return signal.aborted || Date.now() >= deadlineMs - deadlineToleranceMs;
}

async function endRun(
  ledger: Ledger,
  store: Store,
  state: Exclude<RunState, 'RUNNING'>,
  error = '',
  cause?: unknown,
): Promise<RunRecord> {
  const run = ledger.close(state, error);
  try {
    if (!isSynthetic(run)) await measuringStore('save_run', () => store.saveRun(run));
  } finally {
    runEnded(run, cause);
  }
  return run;
}

async function* loadBlocks(
  plan: Plan,
  run: RunRecord,
  ledger: Ledger,
  scope: Scope,
  parts: LoadParts,
): AsyncGenerator<LoadEvent, void> {
  const stop = new AbortController();
  const within: Scope = { ...scope, signal: AbortSignal.any([scope.signal, stop.signal]) };
  const inFlight = usefulInFlight(plan);
  const coming: Coming[] = [];
  let nextIndex = 0;
  let nextFrom = startOf(plan.goal);
  const fill = (stillWanted: number): void => {
    while (coming.length < inFlight && !coming.at(-1)?.mayStopEarly) {
      const range = blockFrom(plan, nextFrom);
      if (!range) return;
      nextFrom = range.to;
      const demand = demandFor(range, nextIndex++, plan, run, stillWanted);
      const next = startFetching(parts, demand, ledger, within);
      next.fetched.catch((error) => stop.abort(error)); // a failure stops all, not only when its turn comes
      coming.push(next);
    }
  };
  try {
    let reportedAtMs = performance.now();
    for (fill(ledger.wantedAfter(0)); ledger.wantedAfter(0) > 0;) {
      const head = coming.shift();
      if (!head) return;
      const fetched = await head.fetched;
      if (head.mayStopEarly) nextFrom = fetched.range.to;
      const stillWanted = ledger.wantedAfter(fetched.named.length);
      if (stillWanted > 0) fill(stillWanted);
      yield { kind: 'stored', block: await storeBlock(head, fetched, ledger, parts.store) };
      if (performance.now() - reportedAtMs < progressPeriodMs) continue;
      reportedAtMs = performance.now();
      yield { kind: 'progress', run: ledger.sum(), doneTo: fetched.range.to };
    }
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    stop.abort();
    await Promise.allSettled(coming.map(({ fetched, span }) => fetched.then(() => span.end())));
  }
}

function demandFor(
  range: Range,
  index: number,
  { sieveLimit, algorithm }: Plan,
  { id: runId, seed: runSeed, wanted }: RunRecord,
  stillWanted: number,
): BlockDemand {
  const stopAfter = isLarge(range.from) && stillWanted < Infinity ? stillWanted : 0;
  return { runId, runSeed, index, range, sieveLimit, algorithm, stopAfter, named: wanted };
}

function startFetching(path: BlockPath, demand: BlockDemand, ledger: Ledger, scope: Scope): Coming {
  const { runId, index, range, stopAfter } = demand;
  const span = startBlock(runId, index, range);
  return {
    index,
    span,
    mayStopEarly: stopAfter > 0,
    fetched: span.run(() => fetchBlock(path, demand, ledger, scope)),
  };
}

/** The step that stores a block: its row and that of its run, both or neither, then the count. Synthetic: no rows. */
async function storeBlock(
  { index, span }: Coming,
  { range, facts, bitmap, named }: FetchedBlock,
  ledger: Ledger,
  store: Store,
): Promise<BlockRecord> {
  const { traceId, spanId } = span.ids;
  const block = { runId: ledger.runId, index, range, facts, traceId, spanId };
  const run = ledger.sumWith(block, named);
  await span.run(async () => {
    if (isSynthetic(run)) return blockVerified(block);
    await inStoreSpan(block, async () => {
      await measuringStore('add_block', () => store.addBlock(run, block, bitmap));
      blockStored(block);
    });
  });
  ledger.count(run);
  span.end();
  return block;
}
