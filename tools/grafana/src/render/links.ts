import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type DashboardLink,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardPage, explorePage } from '@prime-mesh/backends';
import { label } from '../queries/label.ts';
import { spanService } from '../queries/traceql.ts';

/** Every dashboard carries it: that is how each of them links to all others. */
export const tag = 'prime-mesh';

/** The other dashboards, with the same time range and variables. */
export function dashboardLinks(): { build: () => DashboardLink } {
  const builder = new DashboardLinkBuilder('Prime mesh')
    .type(DashboardLinkType.Dashboards)
    .tags([tag])
    .keepTime(true)
    .includeVars(true);
  // The SDK knows one placement, a menu, and sets it by default. Without one the links stand at the top of the page.
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

/** Variables stay as they are: Grafana fills them in before it decodes the address. */
function link(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title).url(url.replaceAll(/%24%7B(\w+(?:\.\w+)*)%7D/g, '${$1}'));
}
