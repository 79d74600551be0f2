/** A condition that somebody is told about. */
export interface AlertRule {
  readonly uid: string;
  readonly title: string;
  /** Page: somebody has to act now; ticket: in working hours. */
  readonly severity: 'page' | 'ticket';
  /** PromQL that gives nothing while all is well. */
  readonly expr: string;
  /** PromQL that gives something while all is well, if what the rule looks at is there. */
  readonly watches: string;
  /** How long it has to hold. */
  readonly for: string;
  /** What is wrong, with the values of labels. */
  readonly summary: string;
  /** What to do first. */
  readonly action: string;
  /** Where to look first. */
  readonly panel: readonly [dashboard: string, title: string];
}

/**
 * The value of a label, in the text of a rule. It is `.Labels` and not `$labels`, because Grafana takes a dollar sign
 * in a file of rules for a variable of the environment.
 */
export function valueOf(label: string): string {
  return `{{ .Labels.${label} }}`;
}
