import type { UsageInput } from '@prime-mesh/contracts';
import { instanceId, serviceName } from '@prime-mesh/telemetry';

/** Measures what this process spends on a request. Call it when the request comes in, and `end` when the answer goes out. */
export function startUsage(): { end(threadCpuSeconds: number): UsageInput } {
  const cpuStartSeconds = processCpuSeconds();
  return {
    end: (threadCpuSeconds) => ({
      service: serviceName(),
      instanceId: instanceId(),
      cpuStartSeconds,
      cpuEndSeconds: processCpuSeconds(),
      threadCpuSeconds,
      peakRssBytes: process.resourceUsage().maxRSS * 1024, // libuv counts in KiB on every platform
    }),
  };
}

function processCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
