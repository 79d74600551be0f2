import type { MetricRow } from './row.ts';

/** Seconds: the borders the rpc semantic conventions ask for. */
const RPC_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** Seconds: a block takes 10 ms to a few s of CPU, a queued one may wait longer. */
const WORK_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds: a run takes from one block to hours. */
const RUN_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400];

/** Metrics recorded by this repository: one row a metric. */
export const metricRows = {
  rpcServerCallDuration: {
    name: 'rpc.server.call.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time from the arrival of a call to its status',
    attributes: ['rpc.system.name', 'rpc.method', 'rpc.response.status_code', 'error.type'],
    series: 100,
    boundaries: RPC_SECONDS,
  },
  rpcClientCallDuration: {
    name: 'rpc.client.call.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time from sending a call to its status, retries included',
    attributes: [
      'rpc.system.name',
      'rpc.method',
      'rpc.response.status_code',
      'error.type',
      'server.address',
      'server.port',
    ],
    series: 100,
    boundaries: RPC_SECONDS,
  },
  workerUtilization: {
    name: 'mesh.worker.utilization',
    instrument: 'observableGauge',
    unit: '1',
    description: 'share of the time the worker threads of a pool were busy',
    attributes: ['mesh.pool', 'thread.id'],
    series: 64,
  },
  workerQueueLength: {
    name: 'mesh.worker.queue.length',
    instrument: 'observableGauge',
    unit: '{task}',
    description: 'tasks that wait for a worker thread',
    attributes: ['mesh.pool'],
    series: 4,
  },
  workerWaitDuration: {
    name: 'mesh.worker.wait.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time a task waited for a worker thread, or a block for memory; with baggage, of each tier',
    attributes: ['mesh.pool'],
    series: 4,
    boundaries: WORK_SECONDS,
  },
  workerCpuTime: {
    name: 'mesh.cpu.time',
    instrument: 'counter',
    unit: 's',
    description: 'CPU time worker threads spent on tasks; with baggage, the bill of each tenant',
    attributes: ['mesh.pool'],
    series: 4,
  },
  blocks: {
    name: 'mesh.blocks',
    instrument: 'counter',
    unit: '{block}',
    description: 'blocks done by this service',
    attributes: [],
    series: 1,
  },
  primes: {
    name: 'mesh.primes',
    instrument: 'counter',
    unit: '{prime}',
    description: 'primes verified and stored',
    attributes: [],
    series: 1,
  },
  blockRefused: {
    name: 'mesh.block.refused',
    instrument: 'counter',
    unit: '{block}',
    description: 'blocks refused because they failed their verification, and asked for again',
    attributes: ['reason'],
    series: 8,
  },
  storeDuration: {
    name: 'mesh.store.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time of one operation on the store',
    attributes: ['mesh.store.operation', 'error.type'],
    series: 32,
    boundaries: WORK_SECONDS,
  },
  runDuration: {
    name: 'mesh.run.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'time of a run from accepted to finished',
    attributes: ['mesh.outcome'],
    series: 3,
    boundaries: RUN_SECONDS,
  },
  runsActive: {
    name: 'mesh.runs.active',
    instrument: 'upDownCounter',
    unit: '{run}',
    description: 'runs in progress',
    attributes: [],
    series: 1,
  },
  baggageDropped: {
    name: 'mesh.baggage.dropped',
    instrument: 'counter',
    unit: '{entry}',
    description: 'entries of baggage that were let in nowhere',
    attributes: ['reason'],
    series: 6,
  },
  tlsRefused: {
    name: 'mesh.tls.refused',
    instrument: 'counter',
    unit: '{connection}',
    description: 'callers that TLS turned away: no certificate, one that does not hold, or no TLS',
    attributes: ['error.type'],
    series: 20,
  },
} as const satisfies Record<string, MetricRow>;
