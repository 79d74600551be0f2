import { encodeRange, type BlockSummaryInput, type RunInput, type Timestamp } from '@prime-mesh/contracts';
import { encodeFacts } from '../store/facts-columns.ts';
import { isSynthetic, type BlockRecord, type RunRecord, type RunSummary } from '../store/records.ts';

/** Run in the store → run on the wire, with what it found. */
export function encodeRun(run: RunRecord): RunInput {
  return { ...encodeRunSummary(run), found: [...run.found] };
}

/** The same without what it found, as in a list. */
export function encodeRunSummary(run: RunSummary): RunInput {
  return {
    id: run.id,
    state: `RUN_STATE_${run.state}`,
    range: encodeRange(run.range),
    primesWanted: run.wanted,
    blockBytes: run.blockBytes,
    inFlight: run.inFlight,
    blocksTotal: run.blocksTotal,
    blocksStored: run.blocksStored,
    facts: encodeFacts(run.facts),
    traceId: run.traceId,
    startedAt: encodeTime(run.startedAtMs),
    finishedAt: run.finishedAtMs === undefined ? null : encodeTime(run.finishedAtMs),
    error: run.error,
    baggage: { ...run.baggage },
    usages: [...run.usages],
    verification: {
      sampledPrimes: run.facts.sampledPrimes,
      sampledComposites: run.facts.sampledComposites,
      seed: String(run.seed),
      blocksRefused: run.blocksRefused,
      ...(run.audit && { auditCount: String(run.audit.count), auditCpuSeconds: run.audit.cpuSeconds }),
    },
    synthetic: isSynthetic(run),
  };
}

/** Block in the store → block on the wire. */
export function encodeBlock(block: BlockRecord): BlockSummaryInput {
  return {
    index: block.index,
    range: encodeRange(block.range),
    facts: encodeFacts(block.facts),
    checksum: String(block.facts.checksum),
    traceId: block.traceId,
    spanId: block.spanId,
  };
}

function encodeTime(ms: number): Timestamp {
  return { seconds: String(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 };
}
