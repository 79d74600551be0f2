import type { Run, ServiceUsage } from '@prime-mesh/contracts';

/** A run as --json prints it. Numbers that can exceed 2^53 are strings. */
export type RunJson = ReturnType<typeof runJson>;

/** The run as one flat object. */
export function runJson(run: Run) {
  const { facts, verification } = run;
  return {
    run: run.id,
    state: stateOf(run),
    trace_id: run.traceId,
    from: run.range?.from ?? '0',
    to: run.range?.to ?? '0',
    primes: facts?.count ?? '0',
    smallest: facts?.first || null,
    largest: facts?.last || null,
    max_gap: facts?.maxGap ?? '0',
    max_gap_after: facts?.maxGapAfter || null,
    twins: facts?.twinPairs ?? '0',
    sum: facts?.sum ?? '0',
    found: run.found,
    verified: isVerified(run),
    sampled_primes: verification?.sampledPrimes ?? '0',
    sampled_composites: verification?.sampledComposites ?? '0',
    sample_seed: verification?.seed ?? '0',
    blocks_refused: verification?.blocksRefused ?? '0',
    audit_count: verification?.auditCount ?? null,
    audit_cpu_s: toMilliseconds(verification?.auditCpuSeconds ?? 0),
    blocks: Number(run.blocksTotal),
    blocks_stored: Number(run.blocksStored),
    block_bytes: run.blockBytes,
    in_flight: run.inFlight,
    baggage: run.baggage,
    synthetic: run.synthetic,
    elapsed_s: toMilliseconds(elapsedSeconds(run)),
    cpu_s: byService(run, ({ cpuSeconds }) => toMilliseconds(cpuSeconds)),
    rss_bytes: byService(run, ({ peakRssBytes }) => Number(peakRssBytes)),
    error: run.error || null,
  };
}

/** Whether the run has finished, so that every block passed its samples, and its audit agrees, if there was one. */
export function isVerified({ state, facts, verification }: Run): boolean {
  const audited = verification?.auditCount;
  return state === 'RUN_STATE_FINISHED' && (audited === undefined || audited === facts?.count);
}

/** The state in lower case, such as `finished`. */
export function stateOf({ state }: Run): string {
  return state.replace('RUN_STATE_', '').toLowerCase();
}

/** Seconds from its acceptance to its end, or until now while it runs. */
export function elapsedSeconds({ startedAt, finishedAt }: Run): number {
  const started = toSeconds(startedAt) ?? 0;
  return Math.max(0, (toSeconds(finishedAt) ?? Date.now() / 1e3) - started);
}

/** When the run was accepted. */
export function startedAt(run: Run): Date {
  return new Date((toSeconds(run.startedAt) ?? 0) * 1e3);
}

function toSeconds(time: Run['startedAt']): number | undefined {
  return time ? Number(time.seconds) + time.nanos / 1e9 : undefined;
}

function byService(run: Run, pick: (usage: ServiceUsage) => number): Record<string, number> {
  return Object.fromEntries(run.usages.map((usage) => [usage.service, pick(usage)]));
}

/** Rounds seconds to the millisecond. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1e3) / 1e3;
}
