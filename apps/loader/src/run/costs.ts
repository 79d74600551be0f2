import type { UsageInput } from '@prime-mesh/contracts';
import type { ServiceCost } from '../store/records.ts';

/** What one process spent, as far as its responses have told. */
interface ProcessCost {
  readonly service: string;
  readonly cpuStart: number;
  readonly cpuEnd: number;
  readonly threadCpuSeconds: number;
  readonly peakRssBytes: number;
}

/** Adds up what processes report with their responses. Memory O(processes). */
export class Costs {
  readonly #processes = new Map<string, ProcessCost>();

  /** Calls overlap, so the CPU time of a process is that between the earliest start and the latest end. */
  add({ service = '', instanceId = '', ...usage }: UsageInput): void {
    const key = `${service} ${instanceId}`;
    const before = this.#processes.get(key);
    this.#processes.set(key, {
      service,
      cpuStart: Math.min(before?.cpuStart ?? Infinity, Number(usage.cpuStartSeconds ?? 0)),
      cpuEnd: Math.max(before?.cpuEnd ?? 0, Number(usage.cpuEndSeconds ?? 0)),
      threadCpuSeconds: (before?.threadCpuSeconds ?? 0) + Number(usage.threadCpuSeconds ?? 0),
      peakRssBytes: Math.max(before?.peakRssBytes ?? 0, Number(usage.peakRssBytes ?? 0)),
    });
  }

  /** One entry for each service, sorted by name. */
  perService(): ServiceCost[] {
    const byService = Map.groupBy(this.#processes.values(), ({ service }) => service);
    return [...byService]
      .map(([service, processes]) => ({
        service,
        instances: processes.length,
        cpuSeconds: sum(processes.map(({ cpuStart, cpuEnd }) => cpuEnd - cpuStart)),
        threadCpuSeconds: sum(processes.map(({ threadCpuSeconds }) => threadCpuSeconds)),
        peakRssBytes: Math.max(...processes.map(({ peakRssBytes }) => peakRssBytes)),
      }))
      .toSorted((a, b) => (a.service < b.service ? -1 : 1));
  }

  /** CPU seconds that worker threads spent on this run alone. Those of their processes are shared with other runs. */
  threadCpuSeconds(): number {
    return sum([...this.#processes.values()].map(({ threadCpuSeconds }) => threadCpuSeconds));
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
