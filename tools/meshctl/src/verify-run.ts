import type { Run } from '@prime-mesh/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Backend } from './backend.ts';
import { checks, type CheckResult, type ExpectedRun } from './checks.ts';
import { checkedMetrics } from './required-metrics.ts';

/** Between two looks at the backend, ms. Shorter: the backend is busy answering while the rest arrives. */
const betweenRoundsMs = 1_000;

/** Seconds that telemetry may take to arrive: batches leave every second, metrics less often. */
export const verifyBudgetSeconds = 30;

interface VerifyOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** Asks every question about the telemetry of a run, again and again until all are answered well or time is up. */
export async function verifyRun(
  run: ExpectedRun,
  backend: Backend,
  { deadlineMs, signal }: VerifyOptions,
): Promise<CheckResult[]> {
  for (;;) {
    const [spans, logs, metrics] = await Promise.all([
      backend.traceSpans(run.traceId),
      backend.traceLogs(run.traceId),
      backend.metricReports(checkedMetrics),
    ]);
    const results = checks.map((check) => check({ run, spans, logs, metrics }));
    const isLast = Date.now() + betweenRoundsMs > deadlineMs;
    if (isLast || results.every(({ problems }) => problems.length === 0)) return results;
    await delay(betweenRoundsMs, undefined, signal ? { signal } : {});
  }
}

/** What the telemetry of a stored run has to show. */
export function expectedOf(run: Run, blockTraceIds: readonly string[]): ExpectedRun {
  const { seconds = '0', nanos = 0 } = run.startedAt ?? {};
  return {
    id: run.id,
    traceId: run.traceId,
    blocksTotal: Number(run.blocksTotal),
    blockTraceIds: [...new Set(blockTraceIds)],
    baggage: run.baggage,
    startedNs: BigInt(seconds) * 1_000_000_000n + BigInt(nanos),
  };
}
