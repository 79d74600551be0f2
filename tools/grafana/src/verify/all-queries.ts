import { alertRules } from '../alerting/alert-rules.ts';
import { dashboards } from '../dashboards/dashboards.ts';
import type { Query } from '../queries/query.ts';

/** A query and where it stands. */
export interface PlacedQuery {
  /** Dashboard, or `alerts`. */
  readonly page: string;
  readonly title: string;
  readonly query: Query;
  /** May find nothing while all is well. */
  readonly isQuiet: boolean;
}

/** Every query of every panel and of every rule: its condition, and what it watches. */
export function allQueries(): PlacedQuery[] {
  return [
    ...dashboards.flatMap(({ name, rows }) =>
      rows.flatMap(({ panels }) =>
        panels.flatMap(({ title, queries, quiet = false }) =>
          queries.map((query) => ({ page: name, title, query, isQuiet: quiet })),
        ),
      ),
    ),
    ...alertRules.flatMap(({ title, expr, watches }) => [
      { page: 'alerts', title: `${title} (fires)`, query: promql(expr), isQuiet: true },
      { page: 'alerts', title: `${title} (watches)`, query: promql(watches), isQuiet: false },
    ]),
  ];
}

function promql(expr: string): Query {
  return { source: 'prometheus', expr, legend: '', instant: true };
}
