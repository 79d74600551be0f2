import { formatTable } from '@prime-mesh/harness';
import type { Called } from './hop/call-hops.ts';
import type { HopReport } from './hop/protocol.ts';

/** A table of what each hop received, had active and sent. The last one sends nothing. */
export function renderHops({ hops, error }: Pick<Called, 'hops' | 'error'>): string {
  const rows = hops.flatMap((report, index) => hopRows(report, hops[index + 1]));
  const failure = error === undefined ? [] : [`the call failed: ${error.message}`];
  return [formatTable(rows, { head: ['hop', 'where', 'what', 'value'] }), ...failure].join('\n');
}

function hopRows({ hop, received, active, thread }: HopReport, next: HopReport | undefined): string[][] {
  const { traceId = 'none', isSampled = false, baggage } = active;
  const entries = Object.entries(baggage).map(([key, value]) => `${key}=${value}`);
  const rows = [
    ...headerRows('received', received),
    ['active', 'trace', `${traceId}${isSampled ? '' : ', not sampled'}`],
    ['active', 'baggage', entries.join(', ') || 'none'],
    ...(thread ? [['thread', 'trace', thread.traceId ?? 'none']] : []),
    ...(next ? headerRows('sent', next.received) : []),
  ];
  return rows.map((row, index) => [index === 0 ? hop : '', ...row]);
}

function headerRows(direction: string, headers: HopReport['received']): string[][] {
  const entries = Object.entries(headers);
  return entries.length === 0
    ? [[direction, 'nothing', '']]
    : entries.map(([name, value]) => [direction, name, shorten(value)]);
}

/** Longer values are cut, so that the table stays readable. */
const longestValue = 90;

function shorten(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue)}… (${value.length} bytes)`;
}
