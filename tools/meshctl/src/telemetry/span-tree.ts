import type { Span } from '@prime-mesh/backends';

/** Spans of one trace, by their parents. */
export interface SpanTree {
  /** Spans without a parent, or whose parent is missing, by start. */
  readonly roots: readonly Span[];
  /** Children by start; empty for a leaf. */
  children(span: Span): readonly Span[];
  parent(span: Span): Span | undefined;
  /** Every span below, at any depth. */
  descendants(span: Span): Span[];
}

/** Time and memory O(n log n) in the number of spans. */
export function buildSpanTree(spans: readonly Span[]): SpanTree {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const byParent = Map.groupBy(spans.toSorted(byStart), ({ parentSpanId }) =>
    parentSpanId !== undefined && byId.has(parentSpanId) ? parentSpanId : undefined,
  );
  const children = (span: Span): readonly Span[] => byParent.get(span.spanId) ?? [];
  const descendants = (span: Span): Span[] =>
    children(span).flatMap((child) => [child, ...descendants(child)]);
  return {
    roots: byParent.get(undefined) ?? [],
    children,
    parent: ({ parentSpanId }) => (parentSpanId === undefined ? undefined : byId.get(parentSpanId)),
    descendants,
  };
}

function byStart(a: Span, b: Span): number {
  return Number(a.startNs - b.startNs);
}
