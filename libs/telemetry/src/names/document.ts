import { markdownTable } from 'markdown-table';
import { attributeRows } from './attributes.ts';
import { baggageRows } from './baggage.ts';
import { eventRows } from './events.ts';
import { metricRows } from './metrics.ts';
import { prometheusName } from './prometheus-name.ts';
import type { AttributeRow, BaggageRow, MetricRow } from './row.ts';
import { spanRows } from './spans.ts';
import { upstreamMetricRows } from './upstream-metrics.ts';

/** What stands around the generated part of docs/telemetry.md. */
export const beginMark =
  '<!-- generated from libs/telemetry/src/names: npm run generate -w @prime-mesh/telemetry -->';
export const endMark = '<!-- end of the generated part -->';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable([head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|'))));
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

function baggageTable(): string {
  return table(
    [
      'key',
      'owner',
      'what',
      'values',
      'recorded on',
      'crosses the edge',
      'personal data',
      'values on metrics',
    ],
    Object.values<BaggageRow>(baggageRows).map((row) => [
      code(row.services === undefined ? row.name : `${row.name}<service>`),
      row.owner,
      row.description,
      'description' in row.values ? row.values.description : row.values.map(code).join(' '),
      row.to.join(', '),
      row.crossesEdge === true ? 'yes' : `where ${code(row.crossesEdge)}`,
      row.personalData ? 'yes' : 'no',
      row.metricValues === 0 ? 'none' : `${row.metricValues}, then ${code('other')}`,
    ]),
  );
}

function metricTable(rows: readonly MetricRow[]): string {
  return table(
    ['metric', 'in Prometheus', 'kind', 'unit', 'what', 'attributes', 'series'],
    rows.map((row) => [
      code(row.name),
      code(prometheusName(row)),
      row.instrument,
      code(row.unit),
      row.description,
      row.attributes.map(code).join(' '),
      String(row.series),
    ]),
  );
}

function upstreamMetricTables(): string {
  const bySource = Object.groupBy(upstreamMetricRows, ({ source = '' }) => source);
  return Object.entries(bySource)
    .map(([source, rows = []]) => `From ${source}:\n\n${metricTable(rows)}`)
    .join('\n\n');
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

/** The reference part of docs/telemetry.md: every row of the tables. */
function namesDocument(): string {
  const spans = Object.values(spanRows).map((row) => [code(row.name), row.kind, row.description]);
  const events = Object.values(eventRows).map((row) => [code(row.name), row.severity, row.description]);
  const sections: [string, string][] = [
    ['Baggage keys', baggageTable()],
    ['Metrics', metricTable(Object.values(metricRows))],
    ['Metrics of the packages', upstreamMetricTables()],
    ['Attributes', attributeTable()],
    ['Spans', table(['span', 'kind', 'what'], spans)],
    ['Events', table(['event', 'severity', 'what'], events)],
  ];
  return sections.map(([title, text]) => `### ${title}\n\n${text}\n`).join('\n');
}

/**
 * Puts the reference part between the marks of a document.
 * @throws {Error} if a mark is missing or the two are in the wrong order
 */
export function withNames(document: string): string {
  const begin = document.indexOf(beginMark);
  const end = document.indexOf(endMark);
  if (begin < 0 || end < begin)
    throw new Error(`no generated part: ${beginMark} … ${endMark} not found in this order`);
  return `${document.slice(0, begin)}${beginMark}\n\n${namesDocument()}\n${document.slice(end)}`;
}
