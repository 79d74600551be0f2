import { names, type Service } from '@prime-mesh/telemetry/names';

const { metrics } = names;

const ofProcess = ['process.cpu.time', 'process.memory.usage'];
const ofRuntime = ['nodejs.eventloop.utilization', 'v8js.memory.heap.used'];
const ofWorkers = [
  metrics.workerUtilization.name,
  metrics.workerQueueLength.name,
  metrics.workerWaitDuration.name,
  metrics.workerCpuTime.name,
];
const ofEvery = [...ofProcess, ...ofRuntime, metrics.rpcServerCallDuration.name, ...ofWorkers];
const ofCallers = [...ofEvery, metrics.rpcClientCallDuration.name];

/** Metrics that a service has to report; those of outgoing calls only if it makes some. */
export function requiredMetrics(service: Service): readonly string[] {
  return service === 'extractor' ? ofEvery : ofCallers;
}

/** Every metric that some service has to report. */
export const checkedMetrics: readonly string[] = ofCallers;
