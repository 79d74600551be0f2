import type { MetricRow } from './row.ts';

const host = '@opentelemetry/host-metrics';
const runtime = '@opentelemetry/instrumentation-runtime-node';
const sdkSource = 'OpenTelemetry SDK';
const component = ['otel.component.name', 'otel.component.type'];

function delay(statistic: string): MetricRow {
  return {
    name: `nodejs.eventloop.delay.${statistic}`,
    instrument: 'observableGauge',
    unit: 's',
    description: `delay of the event loop of the main thread, ${statistic}`,
    attributes: [],
    series: 1,
    source: runtime,
  };
}

function heap(name: string, description: string): MetricRow {
  return {
    name: `v8js.memory.heap.${name}`,
    instrument: 'observableGauge',
    unit: 'By',
    description,
    attributes: ['v8js.heap.space.name'],
    series: 10,
    source: runtime,
  };
}

function sdk(
  name: string,
  instrument: MetricRow['instrument'],
  unit: string,
  description: string,
): MetricRow {
  return {
    name: `otel.sdk.${name}`,
    instrument,
    unit,
    description,
    attributes: component,
    series: 4,
    source: sdkSource,
  };
}

/** Metrics that packages record, as they arrive: the names, units and attributes are theirs. */
export const upstreamMetricRows: readonly MetricRow[] = [
  {
    name: 'process.cpu.time',
    instrument: 'observableCounter',
    unit: 's',
    description: 'CPU time of the process, all threads; its rate is the number of cores in use',
    attributes: ['process.cpu.state'],
    series: 2,
    source: host,
  },
  {
    name: 'process.cpu.utilization',
    instrument: 'observableGauge',
    unit: '',
    description: 'the same as a share of all cores of the machine, limited or not',
    attributes: ['process.cpu.state'],
    series: 2,
    source: host,
  },
  {
    name: 'process.memory.usage',
    instrument: 'observableGauge',
    unit: '',
    description: 'resident memory of the process in bytes',
    attributes: [],
    series: 1,
    source: host,
  },
  {
    name: 'nodejs.eventloop.utilization',
    instrument: 'observableGauge',
    unit: '1',
    description: 'share of the time the event loop of the main thread was busy',
    attributes: [],
    series: 1,
    source: runtime,
  },
  {
    name: 'nodejs.eventloop.time',
    instrument: 'observableCounter',
    unit: 's',
    description: 'time of the event loop of the main thread',
    attributes: ['nodejs.eventloop.state'],
    series: 2,
    source: runtime,
  },
  ...['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(delay),
  {
    name: 'v8js.gc.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time of a garbage collection of the main thread',
    attributes: ['v8js.gc.type'],
    series: 4,
    source: runtime,
  },
  heap('used', 'used part of a heap space of the main thread'),
  heap('space.size', 'size of a heap space'),
  heap('space.available_size', 'free part of a heap space'),
  heap('space.physical_size', 'committed part of a heap space'),
  {
    name: 'v8js.resource.active',
    instrument: 'observableGauge',
    unit: '{resource}',
    description: 'handles and requests that keep the process alive',
    attributes: ['v8js.resource.type'],
    series: 12,
    source: runtime,
  },
  ...(['span', 'log'] as const).flatMap((kind) => {
    const unit = kind === 'span' ? '{span}' : '{log_record}';
    return [
      sdk(`processor.${kind}.processed`, 'counter', unit, 'handed on; with `error.type`, lost'),
      sdk(`processor.${kind}.queue.size`, 'observableGauge', unit, 'waiting for the exporter'),
      sdk(`processor.${kind}.queue.capacity`, 'observableGauge', unit, 'places in the queue'),
      sdk(`exporter.${kind}.exported`, 'counter', `{${kind}}`, 'tried; with `error.type`, refused'),
      sdk(`exporter.${kind}.inflight`, 'upDownCounter', `{${kind}}`, 'under way'),
    ];
  }),
  sdk('exporter.operation.duration', 'histogram', 's', 'time of one export'),
  sdk('metric_reader.collection.duration', 'histogram', 's', 'time to collect all metrics once'),
];
