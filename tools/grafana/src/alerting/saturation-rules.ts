import { calls, status } from '../queries/calls.ts';
import { label } from '../queries/label.ts';
import { happened, perInstance } from '../queries/promql.ts';
import { series, upstream } from '../queries/series.ts';
import { valueOf, type AlertRule } from './alert-rule.ts';

const { eventLoopUtilization, eventLoopDelayMax } = upstream;
const { workerQueueLength } = series;
const service = valueOf(label.service);

/** A gauge of each instance over a window: the highest value there, the lowest or the mean. */
function over(how: 'avg' | 'max' | 'min', gauge: string, window: string, by = perInstance): string {
  return `max by (${by.join(', ')}) (${how}_over_time(${gauge}[${window}]))`;
}

/** Rules for what has more to do than it can. */
export const saturationRules: readonly AlertRule[] = [
  {
    uid: 'event-loop-saturated',
    title: 'Event loop saturated',
    severity: 'page',
    expr: `${over('avg', eventLoopUtilization, '2m')} > 0.8 and ${over('max', eventLoopDelayMax, '2m')} > 0.25`,
    watches: `${eventLoopUtilization} and on (${perInstance.join(', ')}) ${eventLoopDelayMax}`,
    for: '1m',
    summary: `the main thread of ${service} is busy and blocks calls`,
    action: 'Look for work on the main thread: large messages, synchronous calls. Add replicas meanwhile.',
    panel: ['resources', 'Event loop utilization'],
  },
  {
    uid: 'event-loop-blocked',
    title: 'Event loop blocked',
    severity: 'ticket',
    expr: `${over('max', eventLoopDelayMax, '2m')} > 1`,
    watches: eventLoopDelayMax,
    for: '0s',
    summary: `the main thread of ${service} stood still for more than a second`,
    action:
      'Find the trace with a gap at that time; look at garbage collection and at the CPU of the machine.',
    panel: ['resources', 'Event loop delay, max'],
  },
  {
    uid: 'worker-queue-long',
    title: 'Worker queue long',
    severity: 'ticket',
    expr: `${over('min', workerQueueLength, '5m', [...perInstance, label.pool])} > 32`,
    watches: workerQueueLength,
    for: '0s',
    summary: `pool ${valueOf(label.pool)} of ${service} has not caught up for five minutes`,
    action: 'Add threads, cores or replicas, or lower the blocks in flight of the loader.',
    panel: ['resources', 'Worker queue'],
  },
  {
    uid: 'worker-queue-full',
    title: 'Worker queue full',
    severity: 'ticket',
    expr: happened(`${calls}{${status.exhausted}}`, [label.service, label.rpcMethod]),
    watches: calls,
    for: '0s',
    summary: `${service} refuses calls of ${valueOf(label.rpcMethod)}`,
    action: 'Add replicas, or lower the blocks in flight of the loader.',
    panel: ['mesh', 'Errors'],
  },
];
