import type { Range } from '@prime-mesh/primes';
import { auditRun } from './audit-run.ts';
import { startBlock, type BlockSpan } from './events.ts';
import { fetchBlock, type BlockPath, type FetchedBlock, type Scope } from './fetch-block.ts';
import { Ledger } from './ledger.ts';
import { planBlocks, usefulInFlight, type Plan } from './plan.ts';
import type { BlockRecord, RunRecord } from './store/records.ts';
import type { Store } from './store/store.ts';

export type LoadEvent =
  | { readonly kind: 'accepted'; readonly run: RunRecord }
  | { readonly kind: 'stored'; readonly block: BlockRecord }
  /** Everything below `doneTo` is stored. */
  | { readonly kind: 'progress'; readonly run: RunRecord; readonly doneTo: bigint }
  | { readonly kind: 'finished'; readonly run: RunRecord };

export type LoaderParts = BlockPath & {
  readonly store: Store;
  /** Aborted when the loader is told to stop. */
  readonly stopping: AbortSignal;
};

/** A block on its way, in its span. */
interface Coming {
  readonly index: number;
  readonly range: Range;
  readonly span: BlockSpan;
  readonly fetched: Promise<FetchedBlock>;
}

/** Time between two reports of progress. */
const progressPeriodMs = 250;

/** The transformer may notice the deadline that it was given a moment before it has passed here. */
const deadlineToleranceMs = 20;

/**
 * Runs a plan: fetches blocks, as many at once as it says, stores them in order, and tells what happens.
 * Ends with `finished`, or throws after the run was marked as failed or cancelled; what is stored is right either way.
 */
export async function* load(plan: Plan, scope: Scope, parts: LoaderParts): AsyncGenerator<LoadEvent, void> {
  const ledger = await Ledger.open(parts.store, plan);
  try {
    yield { kind: 'accepted', run: ledger.run };
    yield* loadBlocks(plan, ledger, scope, parts);
    await auditRun(parts, plan, ledger, scope);
    await ledger.close('FINISHED');
    yield { kind: 'finished', run: ledger.run };
  } catch (error) {
    if (!parts.stopping.aborted && !hasCallerLeft(scope)) {
      await ledger.close('FAILED', error instanceof Error ? error.message : String(error), error);
    }
    throw error;
  } finally {
    // Also when the caller asks for no more: a generator that is returned sees no error.
    if (ledger.run.state === 'RUNNING') {
      if (parts.stopping.aborted) await ledger.close('FAILED', 'loader stopped');
      else await ledger.close('CANCELLED', '', scope.signal.reason);
    }
  }
}

/** A deadline ends the call to the transformer too, which may be heard of before our own signal. */
function hasCallerLeft({ signal, deadlineMs = Infinity }: Scope): boolean {
  return signal.aborted || Date.now() >= deadlineMs - deadlineToleranceMs;
}

async function* loadBlocks(
  plan: Plan,
  ledger: Ledger,
  scope: Scope,
  parts: LoaderParts,
): AsyncGenerator<LoadEvent, void> {
  const stop = new AbortController();
  const within: Scope = { ...scope, signal: AbortSignal.any([scope.signal, stop.signal]) };
  const ranges = planBlocks(plan);
  const inFlight = usefulInFlight(plan);
  const coming: Coming[] = [];
  let nextIndex = 0;
  const fill = (): void => {
    while (coming.length < inFlight) {
      const { value: range } = ranges.next();
      if (!range) return;
      const index = nextIndex++;
      const span = startBlock(ledger.runId, index, range);
      const fetched = span.run(() => fetchBlock(parts, ledger, { index, range, plan }, within));
      fetched.catch((error) => stop.abort(error)); // a failure stops all, not only when its turn comes
      coming.push({ index, range, span, fetched });
    }
  };
  try {
    let reportedAtMs = performance.now();
    for (fill(); !ledger.hasAllWanted;) {
      const head = coming.shift();
      if (!head) return;
      const fetched = await head.fetched;
      if (!ledger.wouldHaveAll(fetched.named)) fill();
      yield { kind: 'stored', block: await storeBlock(head, fetched, ledger) };
      if (performance.now() - reportedAtMs < progressPeriodMs) continue;
      reportedAtMs = performance.now();
      yield { kind: 'progress', run: ledger.run, doneTo: fetched.range.to };
    }
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    stop.abort();
    await Promise.allSettled(coming.map(({ fetched, span }) => fetched.then(() => span.end())));
  }
}

async function storeBlock(
  { index, span }: Coming,
  fetched: FetchedBlock,
  ledger: Ledger,
): Promise<BlockRecord> {
  const { range, facts, bitmap, named } = fetched;
  const { traceId, spanId } = span.ids;
  const block = { runId: ledger.runId, index, range, facts, traceId, spanId };
  await span.run(() => ledger.addBlock(block, bitmap, named));
  span.end();
  return block;
}
