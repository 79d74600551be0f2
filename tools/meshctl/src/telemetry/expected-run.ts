import type { TracedRun } from '@prime-mesh/backends';
import type { Run } from '@prime-mesh/contracts';

/** What is known about a run before its telemetry is read. */
export interface ExpectedRun extends TracedRun {
  readonly id: string;
  readonly blocksTotal: number;
  /** Trace ids that its stored blocks name. */
  readonly blockTraceIds: readonly string[];
}

/**
 * What the telemetry of a stored run has to show.
 * @param blockTraceIds trace ids that its stored blocks name
 */
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
