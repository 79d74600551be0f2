import { panelOf, type AlertRule } from './alert-rules.ts';

/** Time between two evaluations of a rule. */
const evaluationInterval = '30s';

/**
 * The rules as Grafana reads them from a file of its alerting provisioning. The condition is a threshold on the answer
 * of Prometheus; no answer means that all is well.
 */
export function provisioning(rules: readonly AlertRule[]): object {
  const group = { orgId: 1, name: 'prime-mesh', folder: 'Prime mesh', interval: evaluationInterval };
  return { apiVersion: 1, groups: [{ ...group, rules: rules.map(provisioned) }] };
}

/** The same rules as Prometheus reads them, for those who evaluate rules there, and for promtool. */
export function prometheusRules(rules: readonly AlertRule[]): object {
  const group = { name: 'prime-mesh', interval: evaluationInterval };
  return {
    groups: [
      {
        ...group,
        rules: rules.map(({ uid, expr, severity, summary, action, for: duration }) => ({
          alert: uid,
          expr,
          for: duration,
          labels: { severity },
          annotations: { summary, action },
        })),
      },
    ],
  };
}

function provisioned(rule: AlertRule): object {
  const { uid, title, severity, expr, summary, action, for: duration } = rule;
  const { dashboardUid, panelId } = panelOf(rule);
  return {
    uid: `prime-mesh-${uid}`,
    title,
    condition: 'B',
    data: [answer(expr), isAbove(0)],
    for: duration,
    noDataState: 'OK',
    execErrState: 'Error',
    labels: { severity },
    // `.Labels` and not `$labels`: Grafana takes a dollar sign in such a file for a variable of the environment.
    annotations: { summary, action, __dashboardUid__: dashboardUid, __panelId__: String(panelId) },
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
