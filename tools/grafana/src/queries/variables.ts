import { calls } from './calls.ts';
import { label } from './label.ts';
import { upstream } from './series.ts';

/** A list to choose from, above every dashboard. */
export interface Variable {
  readonly name: string;
  readonly title: string;
  /** Gives the values to choose from: `label_values(…)` of Grafana. */
  readonly query: string;
  /** The pattern that stands for all of them. */
  readonly all: string;
}

/** Reported by every instance of every service, whatever it does. */
const alive = upstream.memoryUsage;

/** The variables of every dashboard. */
export const variables: readonly Variable[] = [
  {
    name: 'service',
    title: 'Service',
    query: `label_values(${alive}, ${label.service})`,
    // Loki refuses a selector that may match the empty string; every series of ours has a service.
    all: '.+',
  },
  {
    name: 'instance',
    title: 'Instance',
    query: `label_values(${alive}{${label.service}=~"$service"}, ${label.instance})`,
    all: '.+',
  },
  {
    name: 'tenant',
    title: 'Tenant',
    query: `label_values(${calls}, ${label.tenant})`,
    // Calls without a tenant have no such label.
    all: '.*',
  },
];

const intervals = { __rate_interval: '1m', __auto: '1m' } as const;

/**
 * A query as Grafana sends it when all is chosen in every variable.
 * @param range the time range of the page, such as `15m`
 */
export function substitute(query: string, range: string): string {
  const everything = variables.map(({ name, all }) => [name, all] as const);
  const values = new Map([...everything, ...Object.entries(intervals), ['__range', range]]);
  return query.replaceAll(/\$(\w+)/g, (match, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`variable ${match} is not one of the dashboards: ${query}`);
    return value;
  });
}
