import { dashboardUid } from '@prime-mesh/backends';
import { dashboards } from '../dashboards/dashboards.ts';
import { panelId } from '../dashboards/panel.ts';
import type { AlertRule } from './alert-rule.ts';
import { evaluationInterval } from './prometheus-rules.ts';

/**
 * The rules as Grafana reads them from a file of its alerting provisioning. A rule fires when
 * Prometheus returns a value above 0; that it returns none means that all is well.
 */
export function provisioning(rules: readonly AlertRule[]): object {
  const group = { orgId: 1, name: 'prime-mesh', folder: 'Prime mesh', interval: evaluationInterval };
  return { apiVersion: 1, groups: [{ ...group, rules: rules.map(provisioned) }] };
}

/** The page and the panel of a rule, as annotations of Grafana ask for them. */
export function panelOf({ panel: [name, title] }: AlertRule): { dashboardUid: string; panelId: number } {
  const dashboard = dashboards.find((candidate) => candidate.name === name);
  if (dashboard === undefined) throw new Error(`no dashboard ${name}`);
  return { dashboardUid: dashboardUid(name), panelId: panelId(dashboard, title) };
}

function provisioned(rule: AlertRule): object {
  const { uid, title, severity, expr, summary, action, for: duration } = rule;
  const panel = panelOf(rule);
  return {
    uid: `prime-mesh-${uid}`,
    title,
    condition: 'B',
    data: [answer(expr), isAbove(0)],
    for: duration,
    noDataState: 'OK',
    execErrState: 'Error',
    labels: { severity },
    annotations: {
      summary,
      action,
      __dashboardUid__: panel.dashboardUid,
      __panelId__: String(panel.panelId),
    },
  };
}

function answer(expr: string): object {
  return {
    refId: 'A',
    relativeTimeRange: { from: 600, to: 0 },
    datasourceUid: 'prometheus',
    model: { refId: 'A', expr, instant: true, range: false },
  };
}

function isAbove(limit: number): object {
  const conditions = [{ evaluator: { type: 'gt', params: [limit] } }];
  return {
    refId: 'B',
    relativeTimeRange: { from: 0, to: 0 },
    datasourceUid: '__expr__',
    model: { refId: 'B', type: 'threshold', expression: 'A', conditions },
  };
}
