import { names } from '@prime-mesh/telemetry/names';
import { label, legend, logLabel } from '../queries/label.ts';
import { chosenLogs } from '../queries/logql.ts';
import { chosenTenant, gauge, perInstance, quantile, rate } from '../queries/promql.ts';
import { loki, prometheus, ratesBy, traceql } from '../queries/query.ts';
import { series, upstream } from '../queries/series.ts';
import { onSpan, spanService } from '../queries/traceql.ts';
import { timeseries, type Dashboard } from './panel.ts';

const perPool = [...perInstance, label.pool];
const instance = legend(...perInstance);
const threadCpu = onSpan(names.attributes.threadCpuTime);

/** A metric of each instance as it is, without a rate. */
const ofInstance = (metric: string): string => gauge('max', metric, perInstance);

const cpu = rate(upstream.cpuTime, perInstance);

export const resources: Dashboard = {
  name: 'resources',
  title: 'Resources',
  description: 'What each service and each of its instances uses: CPU, memory, event loop, worker threads.',
  rows: [
    {
      title: 'CPU',
      panels: [
        timeseries(
          'CPU in cores',
          'Cores each process uses, all its threads together, against those its container or the machine lets it use.',
          'suffix: cores',
          [
            prometheus(cpu, instance),
            prometheus(
              gauge('max', series.cpuLimit, [label.service]),
              `limit of an instance of ${legend(label.service)}`,
            ),
          ],
        ),
        timeseries(
          'CPU against the limit',
          'Share of its cores that each process uses. Near 1 its threads are held back: add cores or replicas.',
          'percentunit',
          [prometheus(`${cpu} / ${ofInstance(series.cpuLimit)}`, instance)],
        ),
        timeseries(
          'CPU of the worker threads',
          'Cores spent on tasks, by pool: what is left of the first panel is event loop, garbage collection and telemetry.',
          'suffix: cores',
          [ratesBy(series.workerCpuTime, [label.service, label.pool], chosenTenant)],
          { stacked: true, width: 8 },
        ),
        timeseries(
          'CPU by kind of span',
          'CPU seconds spent inside spans in each step of the line, by their name, as the worker threads measured them.',
          's',
          [
            traceql(
              `{ ${spanService} =~ "$service" && ${threadCpu} > 0 } | sum_over_time(${threadCpu}) by (name)`,
              'series',
            ),
          ],
          { stacked: true, width: 8 },
        ),
        timeseries(
          'Garbage collection',
          'Share of the time the main thread spends on it, by kind.',
          'percentunit',
          [ratesBy(`${upstream.gcDuration}_sum`, [...perInstance, label.gcType])],
          { width: 8 },
        ),
      ],
    },
    {
      title: 'Memory',
      panels: [
        timeseries(
          'Resident memory',
          'Memory of the process, all threads, blocks in shared memory included.',
          'bytes',
          [prometheus(ofInstance(upstream.memoryUsage), instance)],
        ),
        timeseries(
          'Heap by space',
          'Used part of the heap of the main thread. `old_space` that only grows is a leak.',
          'bytes',
          [
            prometheus(
              gauge('sum', upstream.heapUsed, [label.service, label.heapSpace]),
              legend(label.service, label.heapSpace),
            ),
          ],
          { stacked: true },
        ),
      ],
    },
    {
      title: 'Event loop',
      panels: [
        timeseries(
          'Event loop utilization',
          'Share of the time the main thread was busy. It only moves messages here: above 0.9 calls wait for it.',
          'percentunit',
          [prometheus(ofInstance(upstream.eventLoopUtilization), instance)],
          { max: 1 },
        ),
        timeseries(
          'Event loop delay, max',
          'The longest time for which the main thread was blocked. Percentiles would hide it, because a blocked loop takes few samples.',
          's',
          [prometheus(ofInstance(upstream.eventLoopDelayMax), instance)],
        ),
      ],
    },
    {
      title: 'Worker threads',
      panels: [
        timeseries(
          'Worker utilization',
          'Share of the time the threads of each pool were busy, averaged. Near 1 with a queue: add threads, cores or replicas.',
          'percentunit',
          [prometheus(gauge('avg', series.workerUtilization, perPool), legend(...perPool))],
          { max: 1 },
        ),
        timeseries('Worker queue', 'Tasks that wait for a thread.', 'short', [
          prometheus(gauge('sum', series.workerQueueLength, perPool), legend(...perPool)),
        ]),
        timeseries('Wait for a thread', '95 % of the tasks get a thread within this time.', 's', [
          prometheus(
            quantile(0.95, series.workerWaitDuration, [label.service, label.pool], chosenTenant),
            legend(label.service, label.pool),
          ),
        ]),
        timeseries('Handles', 'What keeps each process busy or alive: sockets, timers, files.', 'short', [
          prometheus(
            gauge('sum', upstream.activeResources, [label.service, label.resourceType]),
            legend(label.service, label.resourceType),
          ),
        ]),
      ],
    },
    {
      title: 'Logs',
      panels: [
        timeseries(
          'Log records by level',
          'Records per second of the chosen services.',
          'suffix: records/s',
          [
            loki(
              `sum by (${label.service}, ${logLabel.severity}) (rate(${chosenLogs} [$__auto]))`,
              legend(label.service, logLabel.severity),
            ),
          ],
        ),
      ],
    },
  ],
};
