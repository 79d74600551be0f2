/** A time range as Grafana takes it: `now-15m`, a variable, or milliseconds since the epoch. */
export interface PageRange {
  readonly from: string;
  readonly to: string;
}

/** Uids of the data sources on the pages of Explore: those of grafana/otel-lgtm. */
export const dataSourceUids = ['prometheus', 'tempo', 'loki'] as const;

/** The dashboards that are linked to from elsewhere. */
export const dashboardNames = ['mesh', 'resources', 'runs', 'baggage'] as const;

export function dashboardUid(name: string): string {
  return `prime-mesh-${name}`;
}

/** Path and query of a dashboard. */
export function dashboardPage(
  name: (typeof dashboardNames)[number],
  { from, to }: PageRange,
  variables: Readonly<Record<string, string>> = {},
): string {
  const chosen = Object.entries(variables).map(([key, value]) => `var-${key}=${encodeURIComponent(value)}`);
  return `/d/${dashboardUid(name)}?${[...chosen, `from=${from}`, `to=${to}`].join('&')}`;
}

/**
 * Path and query of Explore.
 * @param query state of the query editor of the data source
 * @see https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#generate-explore-urls-from-external-tools
 */
export function explorePage(
  datasource: (typeof dataSourceUids)[number],
  query: Readonly<Record<string, unknown>>,
  range: PageRange,
): string {
  const queries = [{ refId: 'A', datasource: { uid: datasource }, ...query }];
  const panes = { a: { datasource, queries, range: { from: range.from, to: range.to } } };
  return `/explore?schemaVersion=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
}
