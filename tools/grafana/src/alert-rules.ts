import { dashboardUid } from '@prime-mesh/backends';
import { dashboards } from './dashboards.ts';
import { counted } from './promql.ts';
import { panelId } from './render.ts';
import { collected, collectorSignals, series, upstream } from './series.ts';
import { budget, slos, type Slo } from './slo.ts';

export interface AlertRule {
  readonly uid: string;
  readonly title: string;
  /** Page: somebody has to act now; ticket: in working hours. */
  readonly severity: 'page' | 'ticket';
  /** PromQL that answers with nothing while all is well. */
  readonly expr: string;
  /** PromQL that answers while all is well, if what the rule looks at is there. */
  readonly watches: string;
  /** How long it has to hold. */
  readonly for: string;
  readonly summary: string;
  readonly action: string;
  /** Where to look first. */
  readonly panel: readonly [dashboard: string, title: string];
}

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

const perInstance = 'service_name, instance';
const refusedCalls = `${series.rpcServerCallDuration}_count{rpc_response_status_code="RESOURCE_EXHAUSTED"}`;

const saturation: readonly AlertRule[] = [
  {
    uid: 'event-loop-saturated',
    title: 'Event loop saturated',
    severity: 'page',
    expr:
      `max by (${perInstance}) (avg_over_time(${upstream('nodejs.eventloop.utilization')}[2m])) > 0.8 ` +
      `and max by (${perInstance}) (max_over_time(${upstream('nodejs.eventloop.delay.max')}[2m])) > 0.25`,
    watches: `${upstream('nodejs.eventloop.utilization')} and on (${perInstance}) ${upstream('nodejs.eventloop.delay.max')}`,
    for: '1m',
    summary: 'the main thread of {{ .Labels.service_name }} is busy and blocks calls',
    action: 'Look for work on the main thread: large messages, synchronous calls. Add replicas meanwhile.',
    panel: ['resources', 'Event loop utilisation'],
  },
  {
    uid: 'event-loop-blocked',
    title: 'Event loop blocked',
    severity: 'ticket',
    expr: `max by (${perInstance}) (max_over_time(${upstream('nodejs.eventloop.delay.max')}[2m])) > 1`,
    watches: upstream('nodejs.eventloop.delay.max'),
    for: '0s',
    summary: 'the main thread of {{ .Labels.service_name }} stood still for more than a second',
    action:
      'Find the trace with a gap at that time; look at garbage collection and at the CPU of the machine.',
    panel: ['resources', 'Event loop delay, max'],
  },
  {
    uid: 'worker-queue-long',
    title: 'Worker queue long',
    severity: 'ticket',
    expr: `max by (${perInstance}, mesh_pool) (min_over_time(${series.workerQueueLength}[5m])) > 32`,
    watches: series.workerQueueLength,
    for: '0s',
    summary: 'pool {{ .Labels.mesh_pool }} of {{ .Labels.service_name }} has not caught up for five minutes',
    action: 'Add threads, cores or replicas, or lower the blocks in flight of the loader.',
    panel: ['resources', 'Worker queue'],
  },
  {
    uid: 'worker-queue-full',
    title: 'Worker queue full',
    severity: 'ticket',
    expr: happened(refusedCalls, 'service_name, rpc_method'),
    watches: `${series.rpcServerCallDuration}_count`,
    for: '0s',
    summary: '{{ .Labels.service_name }} refuses calls of {{ .Labels.rpc_method }}',
    action: 'Add replicas, or lower the blocks in flight of the loader.',
    panel: ['mesh', 'Errors'],
  },
];

const integrity: readonly AlertRule[] = [
  {
    uid: 'verification-failed',
    title: 'Verification failed',
    severity: 'page',
    expr: happened(`${series.blockRefused}{reason="corrupt"}`, 'service_name'),
    watches: `${series.blocks}{service_name="loader"}`,
    for: '0s',
    summary: '{{ .Labels.service_name }} received a block that is not what its sender made',
    action: 'Open the log lines `block.corrupt` and their traces: which instance made the block?',
    panel: ['runs', 'Blocks refused'],
  },
  ...(['span', 'log'] as const).map((signal): AlertRule => {
    const processed = upstream(`otel.sdk.processor.${signal}.processed`);
    return {
      uid: `${signal}s-dropped`,
      title: `Telemetry dropped: ${signal}s`,
      severity: 'ticket',
      // The exporter counts attempts, which are repeated; the processor counts what became of a record.
      expr: happened(`${processed}{error_type!=""}`, 'service_name'),
      watches: processed,
      for: '0s',
      summary: `{{ .Labels.service_name }} loses ${signal}s`,
      action: 'Is the backend slow, full or away? Then the queues, then the number of spans per call.',
      panel: ['telemetry', 'Dropped'],
    };
  }),
  {
    uid: 'collector-dropped',
    title: 'Telemetry dropped: collector',
    severity: 'ticket',
    expr: collectorSignals
      .map((signal) => happened(collected('exporter_send_failed', signal), 'exporter'))
      .join(' or '),
    watches: collected('exporter_sent', 'spans'),
    for: '0s',
    summary: 'the Collector cannot hand over to {{ .Labels.exporter }}',
    action: 'Is the store behind it up, and does it have room? The log of the Collector names the reason.',
    panel: ['telemetry', 'Refused or failed'],
  },
];

/** Every alert rule. */
export const alertRules: readonly AlertRule[] = [
  ...slos.flatMap((slo) => [burnRule(slo, 'page'), burnRule(slo, 'ticket')]),
  ...saturation,
  ...integrity,
];

/** The page and the panel of a rule, as annotations of Grafana ask for them. */
export function panelOf({ panel: [name, title] }: AlertRule): { dashboardUid: string; panelId: number } {
  const dashboard = dashboards.find((candidate) => candidate.name === name);
  if (dashboard === undefined) throw new Error(`no dashboard ${name}`);
  return { dashboardUid: dashboardUid(name), panelId: panelId(dashboard, title) };
}

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

/** Something was counted in the last ten minutes. */
function happened(counter: string, by: string): string {
  return `${counted(counter, '10m', by)} > 0`;
}
