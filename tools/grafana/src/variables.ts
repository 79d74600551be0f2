import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { series, upstream } from './series.ts';

const services = upstream('process.memory.usage');

/** The kind of query in the editor of variables. */
const labelValues = 1;

/** What stands in the place of each variable when everything is chosen. */
const everything = {
  // Loki refuses a selector that may match the empty string; every series of ours has both.
  service: '.+',
  instance: '.+',
  // calls without a tenant have no such label
  tenant: '.*',
} as const;

/** The variables above every dashboard. */
export function variables(): QueryVariableBuilder[] {
  return [
    choice('service', 'Service', `label_values(${services}, service_name)`),
    choice('instance', 'Instance', `label_values(${services}{service_name=~"$service"}, instance)`),
    choice('tenant', 'Tenant', `label_values(${series.rpcServerCallDuration}_count, mesh_tenant)`),
  ];
}

function choice(name: keyof typeof everything, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource({ type: 'prometheus', uid: 'prometheus' })
    .query({ qryType: labelValues, query, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(everything[name])
    .current({ selected: true, text: 'All', value: '$__all' });
}

const intervals: Record<string, string> = { __rate_interval: '1m', __auto: '1m' };

/** A query as it is sent when all of everything is chosen. */
export function substitute(query: string, range: string): string {
  const values: Record<string, string> = { ...everything, ...intervals, __range: range };
  return query.replaceAll(/\$(\w+)/g, (match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`variable ${match} is not one of the dashboards: ${query}`);
    return value;
  });
}
