import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type DashboardLink,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** Carried by every dashboard, so that each links to all. */
export const TAG = 'prime-mesh';

export function dashboardUid(name: string): string {
  return `prime-mesh-${name}`;
}

/** The other dashboards, with the same time range and variables. */
export function dashboardLinks(): { build: () => DashboardLink } {
  const builder = new DashboardLinkBuilder('Prime mesh')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .keepTime(true)
    .includeVars(true);
  // The only placement the SDK knows, and its default, is a menu; without any, links stand in the head of the page.
  const { placement: _menu, ...link } = builder.build();
  return { build: () => link };
}

/**
 * What a click on a line offers: the traces, the logs and the resources of its service at that time.
 * @param label the label of the line that holds the name of the service
 */
export function serviceLinks(label: 'service_name' | 'service'): DashboardLinkBuilder[] {
  const service = `\${__field.labels.${label}}`;
  const traces = { query: `{ resource.service.name = "${service}" }`, queryType: 'traceql' };
  const logs = { expr: `{service_name="${service}"}` };
  return [
    link(`Traces of ${service}`, explore('tempo', traces)),
    link(`Logs of ${service}`, explore('loki', logs)),
    link(
      `Resources of ${service}`,
      `/d/${dashboardUid('resources')}?var-service=${service}&from=\${__from}&to=\${__to}`,
    ),
  ];
}

function link(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title).url(url);
}

/** A page of Explore over the same time range. */
function explore(datasource: string, query: object): string {
  const range = { from: '${__from}', to: '${__to}' };
  const queries = [{ refId: 'A', datasource: { uid: datasource }, ...query }];
  const panes = encodeURIComponent(JSON.stringify({ a: { datasource, queries, range } }));
  // Grafana fills in variables before it decodes: they stay as they are.
  const open = panes.replaceAll(/%24%7B(\w+(?:\.\w+)*)%7D/g, '${$1}');
  return `/explore?schemaVersion=1&panes=${open}`;
}
