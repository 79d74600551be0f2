import { setTimeout as delay } from 'node:timers/promises';
import type { Config, Port } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { logPath } from './mesh-state.ts';
import { isListening } from '../machine/ports.ts';
import type { ProcessId } from '../machine/process-table.ts';
import { untilServing } from './until-serving.ts';
import { untilServicesRun } from './watch-services.ts';

/** From the first moment in which all services run to the last healthy one, ms. */
const startBudgetMs = 90_000;
const betweenLooksMs = 50;

/**
 * Waits until the backend listens and every service is SERVING. A first start compiles the kernel before the services
 * run: that may take its time, as what is stopped before its end has to begin again.
 * @param stop gives up; rejects with its reason
 * @throws {FailureError} if it takes too long
 */
export async function untilHealthy(
  config: Config,
  nx: ProcessId,
  backendPorts: readonly Port[],
  stop: AbortSignal,
): Promise<void> {
  const services = config.services.map(({ owner }) => owner);
  await untilServicesRun(nx, services, stop);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(startBudgetMs)]);
  await Promise.all([
    ...backendPorts.map(async (port) => untilListening(port, signal)),
    ...config.services.map(async (service) => {
      await untilListening(service, signal);
      await untilServing(service, config, signal);
    }),
  ]).catch((error: unknown) => {
    if (stop.aborted || !signal.aborted) throw error;
    throw new FailureError(
      'NOT_HEALTHY',
      `the mesh was not healthy within ${startBudgetMs / 1e3} s: see ${logPath(config)}`,
    );
  });
}

async function untilListening({ host, port }: Port, signal: AbortSignal): Promise<void> {
  while (!(await isListening(host, port))) await delay(betweenLooksMs, undefined, { signal });
}
