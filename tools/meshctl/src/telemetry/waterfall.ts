import type { Span } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';
import { formatSeconds } from '../terminal/format-quantity.ts';
import type { Output } from '../terminal/output.ts';
import { buildSpanTree, type SpanTree } from './span-tree.ts';

/** More siblings of one name than this are folded. */
const unfoldedSiblings = 4;
const serviceColumns = 11;
const maxNameColumns = 34;
const durationColumns = 9;

/** One line: a span, or the spans that were folded away. */
type Row =
  | { readonly span: Span; readonly depth: number }
  | { readonly folded: number; readonly depth: number };

interface WaterfallOptions {
  readonly columns: number;
  readonly style: Output['style'];
}

/**
 * Draws a trace as lines of service, span, bar and duration, indented by depth. Of many siblings of one name the
 * first, the slowest and the last are shown.
 */
export function renderWaterfall(spans: readonly Span[], { columns, style }: WaterfallOptions): string[] {
  const tree = buildSpanTree(spans);
  const rows = tree.roots.flatMap((root) => rowsOf(tree, root, 0));
  const startNs = spans.reduce(
    (least, span) => (span.startNs < least ? span.startNs : least),
    spans[0]?.startNs ?? 0n,
  );
  const endNs = spans.reduce((most, span) => (span.endNs > most ? span.endNs : most), startNs);
  const nameColumns = Math.min(maxNameColumns, Math.max(0, ...rows.map((row) => labelOf(row).length)));
  const barColumns = Math.max(10, columns - serviceColumns - nameColumns - durationColumns - 3);
  const scale = (ns: bigint): number => (Number(ns - startNs) / Number(endNs - startNs || 1n)) * barColumns;
  return rows.map((row) => {
    const label = clip(labelOf(row), nameColumns);
    if ('folded' in row) return style('dim', `${' '.repeat(serviceColumns)} ${labelOf(row)}`);
    const { span } = row;
    const bar = drawBar(scale(span.startNs), scale(span.endNs)).padEnd(barColumns);
    const duration = formatSeconds(Number(span.endNs - span.startNs) / 1e9).padStart(durationColumns);
    const color = colorOf(span.service);
    return `${style(color, clip(span.service, serviceColumns))} ${label} ${style(color, bar)} ${duration}`;
  });
}

function rowsOf(tree: SpanTree, span: Span, depth: number): Row[] {
  const groups = Map.groupBy(tree.children(span), ({ service, name, kind }) => `${service} ${name} ${kind}`);
  const shown = new Set([...groups.values()].flatMap(fold));
  const last = new Map(
    [...groups.values()].map((group) => [group.at(-1), group.length - fold(group).length]),
  );
  const below = tree.children(span).flatMap((child): Row[] => {
    if (!shown.has(child)) return [];
    const folded = last.get(child) ?? 0;
    const rows = rowsOf(tree, child, depth + 1);
    return folded > 0 ? [...rows, { folded, depth: depth + 1 }] : rows;
  });
  return [{ span, depth }, ...below];
}

/** The first, the slowest and the last of many; all of a few. */
function fold(siblings: readonly Span[]): Span[] {
  if (siblings.length <= unfoldedSiblings) return [...siblings];
  const slowest = siblings.reduce((a, b) => (b.endNs - b.startNs > a.endNs - a.startNs ? b : a));
  return [...new Set([siblings[0], slowest, siblings.at(-1)])].filter((span) => span !== undefined);
}

function labelOf(row: Row): string {
  const indent = '  '.repeat(row.depth);
  if ('folded' in row) return `${indent}… ${row.folded} more`;
  const { name, kind, attributes } = row.span;
  const index = attributes[names.attributes.blockIndex];
  const method = name.replace(/^[\w.]+\.(?=\w+\/)/, '');
  const numbered = name === names.spans.load ? `${method} ${Number(index)}` : method;
  return `${indent}${kind === 'CLIENT' ? '→ ' : ''}${numbered}`;
}

/** Full cells from start to end, or one thin cell. */
function drawBar(start: number, end: number): string {
  const from = Math.floor(start);
  const cells = Math.round(end) - from;
  return ' '.repeat(from) + (cells < 1 ? '▏' : '█'.repeat(cells));
}

function clip(text: string, columns: number): string {
  return text.length > columns ? `${text.slice(0, columns - 1)}…` : text.padEnd(columns);
}

/** Each service has its color. */
function colorOf(service: string): 'green' | 'yellow' | 'blue' | 'magenta' | 'gray' {
  switch (service) {
    case 'extractor':
      return 'green';
    case 'transformer':
      return 'yellow';
    case 'loader':
      return 'blue';
    case 'meshctl':
      return 'magenta';
    default:
      return 'gray';
  }
}
