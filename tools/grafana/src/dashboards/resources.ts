import { names } from '@prime-mesh/telemetry/names';
import { loki, prometheus, timeseries, traceql, type Dashboard } from '../panel.ts';
import { chosen, chosenTenant, quantile, rate } from '../promql.ts';
import { series, upstream } from '../series.ts';

const perInstance = 'service_name, instance';
const instance = '{{service_name}} {{instance}}';
const threadCpu = `span.${names.attributes.threadCpuTime}`;

/** A metric of each instance as it is, without a rate. */
const gauge = (metric: string): string => `max by (${perInstance}) (${metric}{${chosen}})`;

const cpu = rate(upstream('process.cpu.time'), perInstance);

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
              `max by (service_name) (${series.cpuLimit}{${chosen}})`,
              'limit of an instance of {{service_name}}',
            ),
          ],
        ),
        timeseries(
          'CPU against the limit',
          'Share of its cores that each process uses. Near 1 its threads are held back: more cores, or replicas.',
          'percentunit',
          [prometheus(`${cpu} / ${gauge(series.cpuLimit)}`, instance)],
        ),
        timeseries(
          'CPU of the worker threads',
          'Cores spent on tasks, by pool: what is left of the first panel is event loop, garbage collection and telemetry.',
          'suffix: cores',
          [
            prometheus(
              rate(series.workerCpuTime, 'service_name, mesh_pool', chosenTenant),
              '{{service_name}} {{mesh_pool}}',
            ),
          ],
          { stacked: true, width: 8 },
        ),
        timeseries(
          'CPU by kind of span',
          'CPU seconds spent inside spans in each step of the line, by their name, as the worker threads measured them.',
          's',
          [
            traceql(
              `{ resource.service.name =~ "$service" && ${threadCpu} > 0 } | sum_over_time(${threadCpu}) by (name)`,
              'series',
            ),
          ],
          { stacked: true, width: 8 },
        ),
        timeseries(
          'Garbage collection',
          'Share of the time the main thread spends on it, by kind.',
          'percentunit',
          [
            prometheus(
              rate(`${upstream('v8js.gc.duration')}_sum`, `${perInstance}, v8js_gc_type`),
              `${instance} {{v8js_gc_type}}`,
            ),
          ],
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
          [prometheus(gauge(upstream('process.memory.usage')), instance)],
        ),
        timeseries(
          'Heap by space',
          'Used part of the heap of the main thread. `old_space` that only grows is a leak.',
          'bytes',
          [
            prometheus(
              `sum by (service_name, v8js_heap_space_name) (${upstream('v8js.memory.heap.used')}{${chosen}})`,
              '{{service_name}} {{v8js_heap_space_name}}',
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
          'Event loop utilisation',
          'Share of the time the main thread was busy. It only moves messages here: above 0.9 calls wait for it.',
          'percentunit',
          [prometheus(gauge(upstream('nodejs.eventloop.utilization')), instance)],
          { max: 1 },
        ),
        timeseries(
          'Event loop delay, max',
          'The longest the main thread was blocked. The maximum, for a blocked loop takes few samples and so hides from percentiles.',
          's',
          [prometheus(gauge(upstream('nodejs.eventloop.delay.max')), instance)],
        ),
      ],
    },
    {
      title: 'Worker threads',
      panels: [
        timeseries(
          'Worker utilisation',
          'Share of the time the threads of each pool were busy, averaged. Near 1 with a queue: add threads, cores or replicas.',
          'percentunit',
          [
            prometheus(
              `avg by (${perInstance}, mesh_pool) (${series.workerUtilization}{${chosen}})`,
              `${instance} {{mesh_pool}}`,
            ),
          ],
          { max: 1 },
        ),
        timeseries('Worker queue', 'Tasks that wait for a thread.', 'short', [
          prometheus(
            `sum by (${perInstance}, mesh_pool) (${series.workerQueueLength}{${chosen}})`,
            `${instance} {{mesh_pool}}`,
          ),
        ]),
        timeseries('Wait for a thread', '95 % of the tasks get a thread within this time.', 's', [
          prometheus(
            quantile(0.95, series.workerWaitDuration, 'service_name, mesh_pool', chosenTenant),
            '{{service_name}} {{mesh_pool}}',
          ),
        ]),
        timeseries('Handles', 'What keeps each process busy or alive: sockets, timers, files.', 'short', [
          prometheus(
            `sum by (service_name, v8js_resource_type) (${upstream('v8js.resource.active')}{${chosen}})`,
            '{{service_name}} {{v8js_resource_type}}',
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
              'sum by (service_name, severity_text) (rate({service_name=~"$service"} [$__auto]))',
              '{{service_name}} {{severity_text}}',
            ),
          ],
        ),
      ],
    },
  ],
};
