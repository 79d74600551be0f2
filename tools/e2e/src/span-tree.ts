import type { Span } from '@prime-mesh/backends/embedded';

/** Draws the spans of a trace as an indented tree: service, kind and name; siblings of one name in one line with a count. */
export function drawTree(spans: readonly Span[]): string {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const byParent = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId && ids.has(parentSpanId) ? parentSpanId : '',
  );
  const draw = (parents: readonly string[], depth: number): string[] => {
    const children = parents.flatMap((id) => byParent.get(id) ?? []);
    const groups = Map.groupBy(
      children,
      ({ service, kind, name }) => `${service} ${kind.toLowerCase()} ${name}`,
    );
    return [...groups.entries()]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .flatMap(([label, group]) => [
        `${'  '.repeat(depth)}${label}${group.length > 1 ? ` × ${group.length}` : ''}`,
        ...draw(
          group.map(({ spanId }) => spanId),
          depth + 1,
        ),
      ]);
  };
  return draw([''], 0).join('\n');
}
