import type { MetricRow } from './row.ts';

const host = '@opentelemetry/host-metrics';
const runtime = '@opentelemetry/instrumentation-runtime-node';
const sdkSource = 'OpenTelemetry SDK';

/** What the metrics of the packages carry that ours do not, by short names. */
export const upstreamAttributes = {
  cpuState: 'process.cpu.state',
  eventLoopState: 'nodejs.eventloop.state',
  gcType: 'v8js.gc.type',
  heapSpace: 'v8js.heap.space.name',
  resourceType: 'v8js.resource.type',
  componentName: 'otel.component.name',
  componentType: 'otel.component.type',
} as const;

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

function heap(
  name: string,
  description: string,
  instrument: MetricRow['instrument'] = 'observableGauge',
): MetricRow {
  return {
    name: `v8js.memory.heap.${name}`,
    instrument,
    unit: 'By',
    description,
    attributes: [upstreamAttributes.heapSpace],
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
    attributes: [upstreamAttributes.componentName, upstreamAttributes.componentType],
    series: 4,
    source: sdkSource,
  };
}

/** Metrics that packages record, as they arrive: the names, units and attributes are theirs. */
export const upstreamMetrics = {
  cpuTime: {
    name: 'process.cpu.time',
    instrument: 'observableCounter',
    unit: 's',
    description: 'CPU time of the process, all threads; its rate is the number of cores in use',
    attributes: [upstreamAttributes.cpuState],
    series: 2,
    source: host,
  },
  cpuUtilization: {
    name: 'process.cpu.utilization',
    instrument: 'observableGauge',
    unit: '',
    description: 'the same as a share of all cores of the machine, limited or not',
    attributes: [upstreamAttributes.cpuState],
    series: 2,
    source: host,
  },
  memoryUsage: {
    name: 'process.memory.usage',
    instrument: 'observableGauge',
    unit: '',
    description: 'resident memory of the process in bytes',
    attributes: [],
    series: 1,
    source: host,
  },
  eventLoopUtilization: {
    name: 'nodejs.eventloop.utilization',
    instrument: 'observableGauge',
    unit: '1',
    description: 'share of the time the event loop of the main thread was busy',
    attributes: [],
    series: 1,
    source: runtime,
  },
  eventLoopTime: {
    name: 'nodejs.eventloop.time',
    instrument: 'observableCounter',
    unit: 's',
    description: 'time of the event loop of the main thread',
    attributes: [upstreamAttributes.eventLoopState],
    series: 2,
    source: runtime,
  },
  eventLoopDelayMin: delay('min'),
  eventLoopDelayMax: delay('max'),
  eventLoopDelayMean: delay('mean'),
  eventLoopDelayStddev: delay('stddev'),
  eventLoopDelayP50: delay('p50'),
  eventLoopDelayP90: delay('p90'),
  eventLoopDelayP99: delay('p99'),
  gcDuration: {
    name: 'v8js.gc.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time of a garbage collection of the main thread',
    attributes: [upstreamAttributes.gcType],
    series: 4,
    source: runtime,
  },
  heapUsed: heap('used', 'used part of a heap space of the main thread'),
  heapSpaceSize: heap('space.size', 'size of a heap space', 'observableUpDownCounter'),
  heapSpaceAvailable: heap('space.available_size', 'free part of a heap space'),
  heapSpacePhysical: heap('space.physical_size', 'committed part of a heap space'),
  activeResources: {
    name: 'v8js.resource.active',
    instrument: 'observableGauge',
    unit: '{resource}',
    description: 'handles and requests that keep the process alive',
    attributes: [upstreamAttributes.resourceType],
    series: 12,
    source: runtime,
  },
  spanProcessed: sdk('processor.span.processed', 'counter', '{span}', 'handed on; with `error.type`, lost'),
  spanQueueSize: sdk(
    'processor.span.queue.size',
    'observableUpDownCounter',
    '{span}',
    'waiting for the exporter',
  ),
  spanQueueCapacity: sdk('processor.span.queue.capacity', 'upDownCounter', '{span}', 'places in the queue'),
  spanExported: sdk('exporter.span.exported', 'counter', '{span}', 'tried; with `error.type`, refused'),
  spanInflight: sdk('exporter.span.inflight', 'upDownCounter', '{span}', 'under way'),
  logProcessed: sdk(
    'processor.log.processed',
    'counter',
    '{log_record}',
    'handed on; with `error.type`, lost',
  ),
  logQueueSize: sdk(
    'processor.log.queue.size',
    'observableUpDownCounter',
    '{log_record}',
    'waiting for the exporter',
  ),
  logQueueCapacity: sdk(
    'processor.log.queue.capacity',
    'upDownCounter',
    '{log_record}',
    'places in the queue',
  ),
  logExported: sdk('exporter.log.exported', 'counter', '{log}', 'tried; with `error.type`, refused'),
  logInflight: sdk('exporter.log.inflight', 'upDownCounter', '{log}', 'under way'),
  exportDuration: sdk('exporter.operation.duration', 'histogram', 's', 'time of one export'),
  collectionDuration: sdk(
    'metric_reader.collection.duration',
    'histogram',
    's',
    'time to collect all metrics once',
  ),
} satisfies Record<string, MetricRow>;

/** The same as a list. */
export const upstreamMetricRows: readonly MetricRow[] = Object.values(upstreamMetrics);
