import type { Query } from '../queries/query.ts';

/** Queries, and how their results are drawn. */
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
  /** May be empty: as long as nothing goes wrong, or nobody asks for what it shows. */
  readonly quiet?: boolean;
  /** Joins instant queries into one table: the label of its rows, and a heading for each query. */
  readonly columns?: { readonly by: string; readonly headings: readonly string[] };
}

/** Panels below one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A page of Grafana. */
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

/** Lines over time. */
export const timeseries = maker('timeseries', 12, 8);
/** One big number. */
export const stat = maker('stat', 4, 4);
/** One bar for each series of instant queries. */
export const bars = maker('bars', 12, 8);
/** Rows and columns. */
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

/** Counts from 1 in the order of the page; alert rules refer to panels by it. */
export function panelId({ name, rows }: Dashboard, title: string): number {
  const titles = rows.flatMap(({ panels }) => panels).map((panel) => panel.title);
  const index = titles.indexOf(title);
  if (index < 0) throw new Error(`no panel ${title} on dashboard ${name}`);
  return index + 1;
}
