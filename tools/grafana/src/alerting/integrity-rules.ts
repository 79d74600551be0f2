import { names } from '@prime-mesh/telemetry/names';
import { collectorLabel, label, of } from '../queries/label.ts';
import { happened } from '../queries/promql.ts';
import { collected, collectorSignals, series, upstream } from '../queries/series.ts';
import { valueOf, type AlertRule } from './alert-rule.ts';

const service = valueOf(label.service);

/** Rules for numbers that are wrong, and for telemetry that is not complete. */
export const integrityRules: readonly AlertRule[] = [
  {
    uid: 'verification-failed',
    title: 'Verification failed',
    severity: 'page',
    expr: happened(`${series.blockRefused}{${label.reason}="corrupt"}`, [label.service]),
    watches: `${series.blocks}{${of('loader')}}`,
    for: '0s',
    summary: `${service} received a block that is not what its sender made`,
    action: `Open the log lines \`${names.events.blockCorrupt}\` and their traces: which instance made the block?`,
    panel: ['runs', 'Blocks refused'],
  },
  dropped('span'),
  dropped('log'),
  {
    uid: 'collector-dropped',
    title: 'Telemetry dropped: collector',
    severity: 'ticket',
    expr: collectorSignals
      .map((signal) => happened(collected('exporter_send_failed', signal), [collectorLabel.exporter]))
      .join(' or '),
    watches: collected('exporter_sent', 'spans'),
    for: '0s',
    summary: `the Collector cannot hand over to ${valueOf(collectorLabel.exporter)}`,
    action: 'Is the store behind it up, and does it have room? The log of the Collector names the reason.',
    panel: ['telemetry', 'Refused or failed'],
  },
];

/** The exporter counts attempts, which are repeated; the processor counts what became of a record. */
function dropped(signal: 'span' | 'log'): AlertRule {
  const processed = upstream[`${signal}Processed`];
  return {
    uid: `${signal}s-dropped`,
    title: `Telemetry dropped: ${signal}s`,
    severity: 'ticket',
    expr: happened(`${processed}{${label.errorType}!=""}`, [label.service]),
    watches: processed,
    for: '0s',
    summary: `${service} loses ${signal}s`,
    action: 'Is the backend slow, full or away? Then the queues, then the number of spans per call.',
    panel: ['telemetry', 'Dropped'],
  };
}
