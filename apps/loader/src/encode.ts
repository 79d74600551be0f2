import {
  encodeRange,
  type BlockSummaryInput,
  type PrimeFactsInput,
  type RunInput,
  type RunResponseInput,
  type Timestamp,
} from '@prime-mesh/contracts';
import type { BlockFacts } from '@prime-mesh/primes';
import { isSynthetic, type BlockRecord, type RunRecord } from './store/records.ts';

/** Run in the store → run on the wire. */
export function encodeRun(run: RunRecord): RunInput {
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
      sampledPrimes: run.facts.sampled.primes,
      sampledComposites: run.facts.sampled.composites,
      seed: String(run.seed),
      blocksRefused: run.blocksRefused,
      ...(run.audit && { auditCount: String(run.audit.count), auditCpuSeconds: run.audit.cpuSeconds }),
    },
    found: [...run.found],
    synthetic: isSynthetic(run),
  };
}

/** How far a run is → progress on the wire. */
export function encodeProgress(run: RunRecord, doneTo: bigint): NonNullable<RunResponseInput['progress']> {
  return {
    blocksStored: run.blocksStored,
    blocksTotal: run.blocksTotal,
    numbersDone: String(doneTo - run.range.from),
    primes: run.facts.count,
    elapsedSeconds: (Date.now() - run.startedAtMs) / 1000,
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

function encodeFacts(facts: BlockFacts): PrimeFactsInput {
  return {
    count: facts.count,
    sum: String(facts.sum),
    first: facts.first?.toString() ?? '',
    last: facts.last?.toString() ?? '',
    maxGap: facts.maxGap,
    maxGapAfter: facts.maxGapAt?.toString() ?? '',
    twinPairs: facts.twins,
  };
}

function encodeTime(ms: number): Timestamp {
  return { seconds: String(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 };
}
