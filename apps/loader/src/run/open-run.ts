import { noFacts } from '@prime-mesh/primes';
import { allowedBaggage } from '@prime-mesh/telemetry';
import { randomBytes, randomUUID } from 'node:crypto';
import { activeTraceId } from '../events.ts';
import type { RunRecord } from '../store/records.ts';
import { countBlocks, type Plan } from './plan.ts';

/** A new run of a plan: from here on it has an id. */
export function openRun(plan: Plan): RunRecord {
  const { goal } = plan;
  return {
    id: randomUUID(),
    state: 'RUNNING',
    range: goal.kind === 'range' ? goal.range : { from: goal.from, to: goal.from },
    wanted: goal.kind === 'range' ? 0 : goal.count,
    blockBytes: plan.blockBytes,
    inFlight: plan.inFlight,
    blocksTotal: countBlocks(plan),
    blocksStored: 0,
    blocksRefused: 0,
    facts: noFacts,
    seed: randomBytes(8).readBigUInt64LE(),
    traceId: activeTraceId(),
    startedAtMs: Date.now(),
    error: '',
    baggage: allowedBaggage(),
    usages: [],
    found: [],
  };
}
