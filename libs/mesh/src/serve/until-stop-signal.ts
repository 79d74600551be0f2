import { writeProblem } from '@prime-mesh/config';
import { names } from '@prime-mesh/telemetry';
import { defaultDrainBudgetMs } from './drain.ts';

/**
 * What a stop may take besides the drain budget, ms: the last answers, worker threads, the store and telemetry. Process
 * managers kill 5 s after the first signal. With the default budget a process ends itself just before, and can say what
 * hung.
 */
const restOfStopMs = 3_300;

/**
 * Returns a signal that aborts on the first SIGINT or SIGTERM. Further ones are ignored, as Nx and terminals send up to
 * four. A process that then does not end in time is ended with exit code 1.
 * @param drainBudgetMs how long calls under way may take to end
 */
export function untilStopSignal(drainBudgetMs = defaultDrainBudgetMs): AbortSignal {
  const watchdogMs = drainBudgetMs + restOfStopMs;
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) return;
    stop.abort(name);
    setTimeout(() => {
      const message = `still busy ${watchdogMs} ms after ${name}: ${process.getActiveResourcesInfo().join(' ')}`;
      writeProblem({ level: 'error', scope: 'mesh.stop', event: names.events.stopOverdue, message });
      // oxlint-disable-next-line unicorn/no-process-exit -- the loop did not empty
      process.exit(1);
    }, watchdogMs).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
