import { type RunRequest, type RunResponseInput } from '@prime-mesh/contracts';
import type { Scope } from '../block/fetch-block.ts';
import type { LoaderConfig } from '../config.ts';
import { load, type LoadEvent, type LoadParts } from '../load.ts';
import { openRun } from '../run/open-run.ts';
import type { RunsUnderWay } from '../run/runs-under-way.ts';
import type { RunRecord } from '../store/records.ts';
import { decodePlan } from './decode-plan.ts';
import { encodeBlock, encodeRun } from './encode-run.ts';

export interface RunParts extends LoadParts {
  readonly config: LoaderConfig;
  readonly runs: RunsUnderWay;
}

/** Run: loads what the request wants, and streams what happens. */
export async function* run(
  { config, runs, ...parts }: RunParts,
  request: RunRequest,
  scope: Scope,
): AsyncGenerator<RunResponseInput, void> {
  const plan = decodePlan(request, config);
  const opened = openRun(plan);
  using _ = runs.add(opened.id);
  for await (const event of load(plan, opened, scope, parts)) yield encodeEvent(event);
}

function encodeEvent(event: LoadEvent): RunResponseInput {
  switch (event.kind) {
    case 'accepted':
      return { accepted: { run: encodeRun(event.run) } };
    case 'progress':
      return { progress: encodeProgress(event.run, event.doneTo) };
    case 'stored':
      return { blockStored: { block: encodeBlock(event.block) } };
    case 'finished':
      return { finished: { run: encodeRun(event.run) } };
  }
}

function encodeProgress(run: RunRecord, doneTo: bigint): NonNullable<RunResponseInput['progress']> {
  return {
    blocksStored: run.blocksStored,
    blocksTotal: run.blocksTotal,
    numbersDone: String(doneTo - run.range.from),
    primes: run.facts.count,
    elapsedSeconds: (Date.now() - run.startedAtMs) / 1000,
  };
}
