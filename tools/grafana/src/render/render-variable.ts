import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Variable } from '../queries/variables.ts';

/** The kind of query in the editor of variables. */
const labelValues = 1;

/** A variable as Grafana holds it: any number of its values may be chosen, and all are at first. */
export function renderVariable({ name, title, query, all }: Variable): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(title)
    .datasource({ type: 'prometheus', uid: 'prometheus' })
    .query({ qryType: labelValues, query, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(all)
    .current({ selected: true, text: 'All', value: '$__all' });
}
