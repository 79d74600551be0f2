import type { AlertRule } from './alert-rule.ts';

/** Time between two evaluations of a rule. */
export const evaluationInterval = '30s';

/** The rules as Prometheus reads them, for those who evaluate rules there, and for promtool. */
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
