import { budget, slos, type Slo } from '../queries/slo.ts';
import type { AlertRule } from './alert-rule.ts';

type Window = readonly [long: string, short: string, burn: number];
/** Of a budget of 30 days: 2 % in an hour, 5 % in six; 10 % in a day, and in three (Google SRE workbook, ch. 5). */
const windows: Record<AlertRule['severity'], readonly Window[]> = {
  page: [
    ['1h', '5m', 14.4],
    ['6h', '30m', 6],
  ],
  ticket: [
    ['1d', '2h', 3],
    ['3d', '6h', 1],
  ],
};

/** Rules for objectives at risk: their budget burns too fast. */
export const burnRules: readonly AlertRule[] = slos.flatMap((slo) => [
  burnRule(slo, 'page'),
  burnRule(slo, 'ticket'),
]);

function burnRule(slo: Slo, severity: AlertRule['severity']): AlertRule {
  const isBurning = ([long, short, burn]: Window): string => {
    const limit = Number((burn * budget(slo.objective)).toPrecision(6));
    return `(${slo.badShare(long)} > ${limit} and ${slo.badShare(short)} > ${limit})`;
  };
  return {
    uid: `${slo.name.toLowerCase().replaceAll(' ', '-')}-${severity}`,
    title: `${slo.name}: budget burns ${severity === 'page' ? 'fast' : 'slowly'}`,
    severity,
    expr: windows[severity].map(isBurning).join(' or '),
    watches: slo.badShare('5m'),
    for: '0s',
    summary: `objective at risk: ${slo.description}`,
    action:
      'Open the traces behind the errors or the slow calls, and the resources of the service they name.',
    panel: ['mesh', slo.name],
  };
}
