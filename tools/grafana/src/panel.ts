/** A query of a panel, by the data source that answers it. */
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

export interface Panel {
  readonly kind: 'timeseries' | 'stat' | 'bars' | 'table' | 'logs' | 'node-graph';
  readonly title: string;
  readonly description: string;
  /** Unit of Grafana; absent where values carry none. */
  readonly unit?: string;
  /** All to one data source. */
  readonly queries: readonly Query[];
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  readonly stacked?: boolean;
  readonly max?: number;
  /** Empty as long as nothing goes wrong, or nobody asks for it. */
  readonly quiet?: boolean;
  /** Joins instant queries into one table: the label of its rows, and a heading for each query. */
  readonly columns?: { readonly by: string; readonly headings: readonly string[] };
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** File name, and the end of the uid. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
}

type Options = Partial<Pick<Panel, 'width' | 'height' | 'stacked' | 'max' | 'quiet' | 'columns'>>;
type Maker = (
  title: string,
  description: string,
  unit: string,
  queries: Panel['queries'],
  options?: Options,
) => Panel;

function maker(kind: Panel['kind'], width: number, height: number): Maker {
  return (title, description, unit, queries, options = {}) => ({
    kind,
    title,
    description,
    unit,
    queries,
    width,
    height,
    ...options,
  });
}

export const timeseries = maker('timeseries', 12, 8);
export const stat = maker('stat', 4, 4);
/** One bar for each series of instant queries. */
export const bars = maker('bars', 12, 8);
export const table = maker('table', 24, 9);

/** Log lines, newest first. */
export function logs(title: string, description: string, expr: string, options: Options = {}): Panel {
  const queries = [{ source: 'loki', expr } as const];
  return { kind: 'logs', title, description, queries, width: 24, height: 9, ...options };
}

/** Who calls whom, drawn by Tempo's service graph. */
export function serviceGraph(title: string, description: string): Panel {
  const queries = [{ source: 'tempo', expr: '{}', answer: 'service-map' } as const];
  return { kind: 'node-graph', title, description, queries, width: 12, height: 12 };
}

/** A query that answers with a line for each series. */
export function prometheus(expr: string, legend: string): Query {
  return { source: 'prometheus', expr, legend };
}

/** A query that answers with one value for each series, at the end of the time range. */
export function instant(expr: string, legend = ''): Query {
  return { source: 'prometheus', expr, legend, instant: true };
}

/** Traces as points on the line: click one to open it. Only series made from spans have them. */
export function withExemplars(expr: string, legend: string): Query {
  return { source: 'prometheus', expr, legend, exemplars: true };
}

export function loki(expr: string, legend: string): Query {
  return { source: 'loki', expr, legend };
}

/** @param answer one line for each trace, for each span, or a series of a TraceQL metric */
export function traceql(expr: string, answer: 'traces' | 'spans' | 'series'): Query {
  return { source: 'tempo', expr, answer };
}
