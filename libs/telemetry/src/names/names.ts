import { attributeRows } from './attributes.ts';
import { baggageRows } from './baggage.ts';
import { eventRows } from './events.ts';
import { metricRows } from './metrics.ts';
import { spanRows } from './spans.ts';

type NamesOf<Rows extends Record<string, { readonly name: string }>> = {
  readonly [Key in keyof Rows]: Rows[Key]['name'];
};

function namesOf<Rows extends Record<string, { readonly name: string }>>(rows: Rows): NamesOf<Rows> {
  const entries = Object.entries(rows).map(([key, row]) => [key, row.name]);
  return Object.fromEntries(entries) as NamesOf<Rows>; // same keys, values narrowed to their names
}

/**
 * Every name that telemetry of this repository carries. Spans, attributes, events and baggage keys are plain
 * strings. A metric is its whole row, from which `instrument` makes the instrument.
 */
export const names = {
  spans: namesOf(spanRows),
  attributes: namesOf(attributeRows),
  events: namesOf(eventRows),
  baggage: namesOf(baggageRows),
  metrics: metricRows,
} as const;
