import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type DashboardLink,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardPage, explorePage } from '@prime-mesh/backends';
import { label } from '../queries/label.ts';
import { spanService } from '../queries/traceql.ts';

/** Carried by every dashboard, so that each links to all. */
export const tag = 'prime-mesh';

/** The other dashboards, with the same time range and variables. */
export function dashboardLinks(): { build: () => DashboardLink } {
  const builder = new DashboardLinkBuilder('Prime mesh')
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .keepTime(true)
    .includeVars(true);
  // The only placement the SDK knows, and its default, is a menu; without any, links stand in the head of the page.
  const { placement: _menu, ...link } = builder.build();
  return { build: () => link };
}

/**
 * What a click on a line offers: the traces, the logs and the resources of its service at that time.
 * @param holder the label of the line that holds the name of the service
 */
export function serviceLinks(holder: string): DashboardLinkBuilder[] {
  const service = `\${__field.labels.${holder}}`;
  const traces = { query: `{ ${spanService} = "${service}" }`, queryType: 'traceql' };
  const logs = { expr: `{${label.service}="${service}"}` };
  return [
    link(`Traces of ${service}`, explorePage('tempo', traces, sameRange)),
    link(`Logs of ${service}`, explorePage('loki', logs, sameRange)),
    link(`Resources of ${service}`, dashboardPage('resources', sameRange, { service })),
  ];
}

/** The time range of the page that the link stands on. */
const sameRange = { from: '${__from}', to: '${__to}' };

/** Grafana fills in variables before it decodes: they stay as they are. */
function link(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title).url(url.replaceAll(/%24%7B(\w+(?:\.\w+)*)%7D/g, '${$1}'));
}
