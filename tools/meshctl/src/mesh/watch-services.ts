import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessId } from '../machine/process-table.ts';
import { commandOf, processTree } from '../machine/processes.ts';

/** Longer: a service that ends right after its start is never seen. A look costs about 3 ms. */
const betweenLooksMs = 250;

/** Waits until Nx has started every service, once it has built what they need. Rejects with the reason of the signal. */
export async function untilServicesRun(
  nx: ProcessId,
  services: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  while (!services.every(runningBelow(nx))) await delay(betweenLooksMs, undefined, { signal });
}

/**
 * Waits until a service that was seen below Nx is gone, and returns its name: Nx itself runs on without it. Rejects
 * with the reason of the signal.
 */
export async function untilServiceEnds(
  nx: ProcessId,
  services: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const seen = new Set<string>();
  for (;;) {
    const isRunning = runningBelow(nx);
    for (const service of services) {
      if (isRunning(service)) seen.add(service);
      else if (seen.has(service)) return service;
    }
    await delay(betweenLooksMs, undefined, { signal });
  }
}

function runningBelow(nx: ProcessId): (service: string) => boolean {
  const commands = processTree(nx).map(commandOf);
  return (service) => commands.some((command) => command.includes(`apps/${service}/`));
}
