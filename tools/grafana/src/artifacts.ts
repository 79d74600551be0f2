import { stringify } from 'yaml';
import { alertRules } from './alert-rules.ts';
import { provisioning } from './alerting.ts';
import { dashboards } from './dashboards.ts';
import { render } from './render.ts';

const head = '# Generated: npm run generate -w @prime-mesh/grafana\n';

/** Every file that is made from code, by its path in this package. */
export function artifacts(): ReadonlyMap<string, string> {
  const yaml = (value: object): string => head + stringify(value, { lineWidth: 0 });
  return new Map([
    ...dashboards.map((dashboard): [string, string] => [
      `dashboards/${dashboard.name}.json`,
      `${JSON.stringify(render(dashboard), null, 2)}\n`,
    ]),
    ['alerting/rules.yaml', yaml(provisioning(alertRules))],
  ]);
}
