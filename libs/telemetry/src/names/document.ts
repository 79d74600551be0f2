import { attributeRows } from './attributes.ts';
import { baggageRows } from './baggage.ts';
import { metricRows } from './metrics.ts';
import type { AttributeRow, BaggageRow, MetricRow } from './row.ts';
import { eventRows, spanRows } from './spans-and-events.ts';
import { upstreamMetricRows } from './upstream-metrics.ts';

/** What stands around the generated part of docs/telemetry.md. */
export const beginMark =
  '<!-- generated from libs/telemetry/src/names: npm run generate -w @prime-mesh/telemetry -->';
export const endMark = '<!-- end of the generated part -->';

// Padded as the formatter of the repository pads, so that it finds nothing to change.
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), rule, ...others.map(line)].join('\n');
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** The name under which Prometheus stores a metric that arrives by OTLP. */
export function prometheusName({
  name,
  unit,
  instrument,
}: Pick<MetricRow, 'name' | 'unit' | 'instrument'>): string {
  const units: Record<string, string> = { s: '_seconds', By: '_bytes' };
  const isSum = instrument === 'counter' || instrument === 'observableCounter';
  const isGauge = instrument === 'gauge' || instrument === 'observableGauge';
  const ratio = isGauge && unit === '1' ? '_ratio' : '';
  return `${name.replaceAll(/[^\w]/g, '_')}${units[unit] ?? ''}${ratio}${isSum ? '_total' : ''}`;
}

function metricTable(): string {
  const rows: MetricRow[] = [...Object.values<MetricRow>(metricRows), ...upstreamMetricRows];
  return table(
    ['metric', 'in Prometheus', 'kind', 'unit', 'what', 'attributes', 'series', 'from'],
    rows.map((row) => [
      code(row.name),
      code(prometheusName(row)),
      row.instrument,
      code(row.unit),
      row.description,
      row.attributes.map(code).join(' '),
      String(row.series),
      row.source ?? 'here',
    ]),
  );
}

function baggageTable(): string {
  return table(
    [
      'key',
      'owner',
      'values',
      'what it does',
      'recorded on',
      'crosses the edge',
      'personal data',
      'values on metrics',
    ],
    Object.values<BaggageRow>(baggageRows).map((row) => [
      code(row.services === undefined ? row.name : `${row.name}<service>`),
      row.owner,
      'description' in row.values ? row.values.description : row.values.map(code).join(' '),
      row.effect,
      row.to.join(', '),
      row.crossesEdge === true ? 'yes' : `where ${code(row.crossesEdge)}`,
      row.personalData ? 'yes' : 'no',
      row.metricValues === 0 ? 'none' : `${row.metricValues}, then ${code('other')}`,
    ]),
  );
}

function attributeTable(): string {
  return table(
    ['attribute', 'type', 'unit', 'cardinality', 'example', 'what'],
    Object.values<AttributeRow>(attributeRows).map((row) => [
      code(row.name),
      row.type,
      code(row.unit ?? ''),
      row.cardinality,
      code(row.example),
      row.description,
    ]),
  );
}

/** The reference part of docs/telemetry.md: every row of the table. */
export function namesDocument(): string {
  const spans = Object.values(spanRows).map((row) => [code(row.name), row.kind, row.description]);
  const events = Object.values(eventRows).map((row) => [code(row.name), row.severity, row.description]);
  const sections: [string, string][] = [
    ['Baggage keys', baggageTable()],
    ['Metrics', metricTable()],
    ['Attributes', attributeTable()],
    ['Spans', table(['span', 'kind', 'what'], spans)],
    ['Events', table(['event', 'severity', 'what'], events)],
  ];
  return sections.map(([title, text]) => `### ${title}\n\n${text}\n`).join('\n');
}

/** Puts the reference part between the marks of a document. */
export function withNames(document: string): string {
  const begin = document.indexOf(beginMark);
  const end = document.indexOf(endMark);
  if (begin < 0 || end < begin)
    throw new Error(`no generated part: ${beginMark} … ${endMark} not found in this order`);
  return `${document.slice(0, begin)}${beginMark}\n\n${namesDocument()}\n${document.slice(end)}`;
}
