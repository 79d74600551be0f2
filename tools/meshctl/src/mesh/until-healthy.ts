import { setTimeout as delay } from 'node:timers/promises';
import type { Config, Port } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { logPath } from './mesh-state.ts';
import { isListening } from './ports.ts';
import { untilServing } from './until-serving.ts';

/** From the start to the last healthy service, ms: a first start builds the kernel. */
const startBudgetMs = 90_000;
const betweenLooksMs = 50;

/**
 * Waits until the backend listens and every service is SERVING.
 * @param stop gives up; rejects with its reason
 * @throws {FailureError} if it takes too long
 */
export async function untilHealthy(
  config: Config,
  backendPorts: readonly Port[],
  stop: AbortSignal,
): Promise<void> {
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
