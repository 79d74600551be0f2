import { legend } from './label.ts';
import { rate } from './promql.ts';

/** A query, by the data source that it is sent to. */
export type Query =
  | {
      readonly source: 'prometheus';
      readonly expr: string;
      readonly legend: string;
      readonly instant?: boolean;
      readonly exemplars?: boolean;
    }
  | { readonly source: 'loki'; readonly expr: string; readonly legend?: string }
  | {
      readonly source: 'tempo';
      /** TraceQL; of a service map, a PromQL selector of the edges to draw. */
      readonly expr: string;
      readonly answer: 'traces' | 'spans' | 'series' | 'service-map';
    };

/** A query that gives a line for each series. */
export function prometheus(expr: string, legend: string): Query {
  return { source: 'prometheus', expr, legend };
}

/** The rates of a counter, added up by labels, whose values are the legend. */
export function ratesBy(counter: string, by: readonly string[], where?: string): Query {
  return prometheus(rate(counter, by, where), legend(...by));
}

/** A query that gives one value for each series, at the end of the time range. */
export function instant(expr: string, legend = ''): Query {
  return { source: 'prometheus', expr, legend, instant: true };
}

/** A query whose lines carry traces as points: click one to open it. Only series made from spans have them. */
export function withExemplars(expr: string, legend: string): Query {
  return { source: 'prometheus', expr, legend, exemplars: true };
}

/** A LogQL query that gives numbers. */
export function loki(expr: string, legend: string): Query {
  return { source: 'loki', expr, legend };
}

/** @param answer one line for each trace, for each span, or a series of a TraceQL metric */
export function traceql(expr: string, answer: 'traces' | 'spans' | 'series'): Query {
  return { source: 'tempo', expr, answer };
}
