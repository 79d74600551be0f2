import type { Span } from '@prime-mesh/backends';

/** The spans of one trace as a tree. */
export interface SpanTree {
  /** Spans without a parent or with a missing one, by start. */
  readonly roots: readonly Span[];
  /** Children by start; empty for a leaf. */
  children(span: Span): readonly Span[];
  parent(span: Span): Span | undefined;
  /** Every span below, at any depth. */
  descendants(span: Span): Span[];
}

/** Builds the tree. Time O(n log n), memory O(n) in the number of spans. */
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
