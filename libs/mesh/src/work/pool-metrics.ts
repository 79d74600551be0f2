import { instrument, names } from '@prime-mesh/telemetry';
import type { ObservableCallback } from '@opentelemetry/api';
import type { EventLoopUtilization } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';

interface Observed {
  readonly name: string;
  readonly threads: () => readonly Worker[];
  readonly queueLength: () => number;
}

export interface PoolMetrics extends Disposable {
  recordCpu(seconds: number): void;
}

/** Records the metrics of a pool until it is disposed of; the CPU time with the active context. */
export function observePool({ name, threads, queueLength }: Observed): PoolMetrics {
  const pool = { [names.attributes.pool]: name };
  const cpu = instrument(names.metrics.workerCpuTime);
  const queue = instrument(names.metrics.workerQueueLength);
  const utilization = instrument(names.metrics.workerUtilization);
  const before = new WeakMap<Worker, EventLoopUtilization>();

  const observeQueue: ObservableCallback = (result) => result.observe(queueLength(), pool);
  const observeThreads: ObservableCallback = (result) => {
    for (const thread of threads()) {
      const now = thread.performance.eventLoopUtilization();
      const since = thread.performance.eventLoopUtilization(now, before.get(thread));
      before.set(thread, now);
      result.observe(since.utilization, { ...pool, [names.attributes.threadId]: thread.threadId });
    }
  };
  queue.addCallback(observeQueue);
  utilization.addCallback(observeThreads);
  return {
    recordCpu: (seconds) => cpu.add(seconds, pool),
    [Symbol.dispose]: () => {
      queue.removeCallback(observeQueue);
      utilization.removeCallback(observeThreads);
    },
  };
}
