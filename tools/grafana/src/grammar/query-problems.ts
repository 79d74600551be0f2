import type { Query } from '../queries/query.ts';
import { spanSeries } from '../queries/series.ts';
import { logqlProblems } from './logql-problems.ts';
import { promqlProblems } from './promql-problems.ts';
import { traceqlProblems } from './traceql-problems.ts';

/**
 * Finds what is wrong with a query whose variables are filled in: a syntax error by the grammar of its language, a
 * metric nobody records, a label or an attribute that is not on what it is asked of. Empty if all is well.
 */
export function queryProblems(query: Query): string[] {
  switch (query.source) {
    case 'prometheus':
      return promqlProblems(query.expr);
    case 'loki':
      return logqlProblems(query.expr);
    case 'tempo':
      return query.answer === 'service-map'
        ? promqlProblems(`${spanSeries.edgeCalls}${query.expr}`)
        : traceqlProblems(query.expr);
  }
}
