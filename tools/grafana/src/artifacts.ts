import { stringify } from 'yaml';
import { alertRules } from './alerting/alert-rules.ts';
import { provisioning } from './alerting/provisioning.ts';
import { dashboards } from './dashboards/dashboards.ts';
import { renderDashboard } from './render/render-dashboard.ts';

const head = '# Generated: npm run generate -w @prime-mesh/grafana\n';

/** Every file that is made from code, by its path in this package. */
export function artifacts(): ReadonlyMap<string, string> {
  const yaml = (value: object): string => head + stringify(value, { lineWidth: 0 });
  return new Map([
    ...dashboards.map((dashboard): [string, string] => [
      `dashboards/${dashboard.name}.json`,
      `${JSON.stringify(renderDashboard(dashboard), null, 2)}\n`,
    ]),
    ['alerting/rules.yaml', yaml(provisioning(alertRules))],
  ]);
}
