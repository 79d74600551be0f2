import type { Span } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';
import { blockShape, describeShape, matchesShape, type SpanShape } from './block-shape.ts';
import { describeSpan, type CheckResult, type Evidence } from './evidence.ts';
import { buildSpanTree, type SpanTree } from './span-tree.ts';

/**
 * A child may stick out of its parent by this much: spans start on the wall clock. Our own processor alone reads it to
 * 1 µs, and between two processes of one host its steps stay below a millisecond.
 */
const clockToleranceNs = 1_000_000n;

/** CANCELLED and DEADLINE_EXCEEDED, https://grpc.io/docs/guides/status-codes/ */
const cancelledCodes: ReadonlySet<unknown> = new Set([1, 4]);

/** The run and all of its blocks name one trace, and that trace has one root. */
export function checkOneTrace({ run, spans }: Evidence): CheckResult {
  const others = new Set([...run.blockTraceIds, ...spans.map(({ traceId }) => traceId)]);
  others.delete(run.traceId);
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  const problems = [...others].map((traceId) => `trace ${traceId} holds part of the run`);
  if (spans.length === 0) problems.push(`no span of trace ${run.traceId}`);
  else if (roots.length !== 1) problems.push(`${roots.length} roots: ${roots.map(describeSpan).join(', ')}`);
  return { name: 'one trace', found: `${spans.length} spans, 1 root`, problems };
}

/** Every block has its spans at all three services and on their worker threads. */
export function checkBlocks({ run, spans }: Evidence): CheckResult {
  const tree = buildSpanTree(spans);
  const loads = Map.groupBy(
    spans.filter((span) => matchesShape(span, blockShape)),
    (span) => Number(span.attributes[names.attributes.blockIndex]),
  );
  const indices = Array.from({ length: run.blocksTotal }, (_, index) => index);
  const problems = indices.flatMap((index) =>
    missingBelow(tree, loads.get(index) ?? [], blockShape).map((what) => `block ${index}: no ${what}`),
  );
  return {
    name: 'every block complete',
    found: `${run.blocksTotal} blocks, 3 services and their threads`,
    problems,
  };
}

/** No span names a parent that is not there. */
export function checkNoOrphans({ spans }: Evidence): CheckResult {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId));
  const problems = orphans.map((span) => `${describeSpan(span)} has no parent ${span.parentSpanId}`);
  return { name: 'no orphan', found: `${spans.length} spans`, problems };
}

/**
 * Every child begins and ends within its parent. Only one of a cancelled call may end later: the caller does not wait
 * until the work has ended.
 */
export function checkInsideParents({ spans }: Evidence): CheckResult {
  const tree = buildSpanTree(spans);
  const problems: string[] = [];
  const notes: string[] = [];
  for (const span of spans) {
    const parent = tree.parent(span);
    if (parent === undefined) continue;
    const earlyNs = parent.startNs - span.startNs;
    const lateNs = span.endNs - parent.endNs;
    const wasCancelled = isOfCancelledCall(span, parent);
    const told = `${describeSpan(parent)}${wasCancelled ? ', a cancelled call' : ''}`;
    if (earlyNs > clockToleranceNs) {
      problems.push(`${describeSpan(span)} begins ${inMs(earlyNs)} before its parent ${told}`);
    }
    if (lateNs > clockToleranceNs) {
      const found = wasCancelled ? notes : problems;
      found.push(`${describeSpan(span)} ends ${inMs(lateNs)} after its parent ${told}`);
    }
  }
  const others = notes.length > 0 ? `, but for ${notes.length} of cancelled calls that ended later` : '';
  return { name: 'children inside parents', found: `within 1 ms${others}`, problems, notes };
}

/** Either end of a call may know alone that it was cancelled: a caller whose deadline passed, or an attempt cut off. */
function isOfCancelledCall(span: Span, parent: Span): boolean {
  return [parent, ...(span.kind === 'SERVER' ? [span] : [])].some(({ attributes }) =>
    cancelledCodes.has(attributes[names.attributes.rpcGrpcStatusCode]),
  );
}

function inMs(ns: bigint): string {
  return `${(Number(ns) / 1e6).toFixed(2)} ms`;
}

/** What lacks when none of the candidates has everything below it; of several, the one that lacks least. */
function missingBelow(tree: SpanTree, candidates: readonly Span[], shape: SpanShape): string[] {
  const lacks = candidates.map((span) => {
    const below = tree.descendants(span);
    return (shape.below ?? []).flatMap((child) =>
      missingBelow(
        tree,
        below.filter((descendant) => matchesShape(descendant, child)),
        child,
      ),
    );
  });
  return lacks.toSorted((a, b) => a.length - b.length)[0] ?? [describeShape(shape)];
}
