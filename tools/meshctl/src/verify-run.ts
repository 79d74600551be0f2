import type { Run } from '@prime-mesh/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { BackendError, type Backend } from '@prime-mesh/backends';
import { checks, type CheckResult, type ExpectedRun } from './checks.ts';
import { checkedMetrics } from './required-metrics.ts';

/** Between two looks at the backend, ms. Shorter: the backend is busy answering while the rest arrives. */
const betweenRoundsMs = 1_000;

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
    const isLast = Date.now() + betweenRoundsMs > deadlineMs;
    try {
      const results = await lookOnce(run, backend);
      if (isLast || results.every(({ problems }) => problems.length === 0)) return results;
    } catch (error) {
      const isBusy = error instanceof BackendError && error.code === 'BACKEND_BUSY';
      if (isLast || !isBusy) throw error;
    }
    await delay(betweenRoundsMs, undefined, signal ? { signal } : {});
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

/** What the telemetry of a stored run has to show. */
export function expectedOf(run: Run, blockTraceIds: readonly string[]): ExpectedRun {
  return {
    id: run.id,
    traceId: run.traceId,
    blocksTotal: Number(run.blocksTotal),
    blockTraceIds: [...new Set(blockTraceIds)],
    baggage: run.baggage,
    startedNs: toNs(run.startedAt),
    ...(run.finishedAt && { endedNs: toNs(run.finishedAt) }),
  };
}

function toNs(time: Run['startedAt']): bigint {
  return time ? BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanos) : 0n;
}
