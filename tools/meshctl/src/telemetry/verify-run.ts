import { BackendError, type Backend } from '@prime-mesh/backends';
import type { Run } from '@prime-mesh/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { checks } from './checks.ts';
import { chooseBackend } from './choose-backend.ts';
import { isComplete, type CheckResult } from './evidence.ts';
import { expectedOf, type ExpectedRun } from './expected-run.ts';
import { checkedMetrics } from './required-metrics.ts';

/** Between two looks at the backend, ms. Shorter: the backend is busy answering while the rest arrives. */
const betweenRoundsMs = 1_000;

interface VerifyOptions {
  readonly config: Config;
  readonly run: Run;
  /** Trace ids that its blocks name. */
  readonly blockTraceIds: readonly string[];
  /** How long to wait for what is missing; absent: as long as telemetry may take to arrive. */
  readonly budgetSeconds?: number | undefined;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * Makes every check on the telemetry of a run, again and again until all pass or time is up.
 * @throws {FailureError} if the run left no trace
 * @throws {BackendError} if the backend cannot be read
 */
export async function verifyRun({ config, run, signal, ...options }: VerifyOptions): Promise<CheckResult[]> {
  if (run.traceId === '') {
    throw new FailureError('NO_TRACE', `run ${run.id} has no trace: telemetry was off while it ran`);
  }
  const expected = expectedOf(run, options.blockTraceIds);
  const backend = chooseBackend(config);
  const deadlineMs = Date.now() + (options.budgetSeconds ?? backend.arrivalSeconds) * 1e3;
  for (;;) {
    const isLast = Date.now() + betweenRoundsMs > deadlineMs;
    try {
      const results = await lookOnce(expected, backend);
      if (isLast || isComplete(results)) return results;
    } catch (error) {
      const isBusy = error instanceof BackendError && error.code === 'BACKEND_BUSY';
      if (isLast || !isBusy) throw error;
    }
    await delay(betweenRoundsMs, undefined, { signal });
  }
}

async function lookOnce(run: ExpectedRun, backend: Backend): Promise<CheckResult[]> {
  const during = { startNs: run.startedNs, endNs: run.endedNs ?? BigInt(Date.now()) * 1_000_000n };
  const [spans, logs, metrics] = await Promise.all([
    backend.traceSpans(run.traceId),
    backend.traceLogs(run.traceId, during),
    backend.metricReports(checkedMetrics, during),
  ]);
  return checks.map((check) => check({ run, spans, logs, metrics }));
}
