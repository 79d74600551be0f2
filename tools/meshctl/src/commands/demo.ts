import { FailureError } from '../command-error.ts';
import { chooseBackend } from '../choose-backend.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { followLog } from '../follow-log.ts';
import { renderAddresses } from '../mesh-addresses.ts';
import { logPath, readMeshState } from '../mesh-state.ts';
import { isVerified, runJson } from '../run-json.ts';
import { rangeRequest } from '../run-request.ts';
import { openSession } from '../session.ts';
import { startMesh } from '../start-mesh.ts';
import { stayUp } from '../stay-up.ts';
import { renderSummary } from '../summary.ts';
import { showTrace } from '../trace-view.ts';
import { performRun, type PerformedRun } from './run.ts';
import { isComplete, renderChecks, verifyTelemetry } from './verify.ts';

/** What the demo asks for: 36,190,991 primes, counted twice. */
const request = { from: '10^12', count: '10^9', audit: true };
const baggage = { 'mesh.tenant': 'demo' };

interface DemoOptions {
  readonly stay?: boolean;
  readonly verbose?: boolean;
}

/** `meshctl demo`: starts the mesh, runs, verifies primes and telemetry, and stops, or with --stay waits for Ctrl-C. */
export async function demo(context: CommandContext, { stay, verbose }: DemoOptions): Promise<Outcome> {
  const { config, output } = context;
  if (readMeshState(config)) {
    throw new FailureError(
      'ALREADY_UP',
      'the mesh is up already: use "meshctl run", or stop it with "meshctl down"',
    );
  }
  const session = await openSession(context, { backendComes: true });
  await using owned = new AsyncDisposableStack();
  if (verbose) owned.use(followLog(logPath(config)));
  output.note('starting extractor, transformer and loader …');
  const mesh = owned.use(await startMesh(config, session.stop));
  owned.use(session); // before the mesh, so that the last spans still find the backend
  const performed = await performRun({
    session,
    output,
    name: 'meshctl demo',
    request: rangeRequest(request),
    baggage,
  });
  await session.flush();
  const { run } = performed;
  output.answer(`\n${renderSummary(run, output.style)}`);
  const isAllThere = await showTelemetry(context, { session, ...performed });
  output.answer(`\n${renderAddresses(config, mesh.telemetry, output.style)}`);
  const isGood = isVerified(run) && run.verification?.auditCount !== undefined && isAllThere;
  const outcome = { ok: isGood, json: demoJson(performed, isAllThere) };
  if (!stay) return outcome;
  output.note(
    `\nthe mesh stays up, try another shell:  npx meshctl run --count 1e9\nCtrl-C stops everything`,
  );
  const kept = owned.move();
  return {
    ...outcome,
    afterwards: async () => stayUp({ mesh, stop: session.stop, kept, note: output.note }),
  };
}

async function showTelemetry(
  { config, output }: CommandContext,
  performed: PerformedRun & { session: Awaited<ReturnType<typeof openSession>> },
): Promise<boolean> {
  output.note('\nverifying its telemetry …');
  const results = await verifyTelemetry({ ...performed, config });
  if (!output.json) await showTrace(output, chooseBackend(config), performed.run);
  output.answer(`\n${renderChecks(results, output.style)}`);
  return isComplete(results);
}

function demoJson({ run }: PerformedRun, isAllThere: boolean): object {
  const all = runJson(run);
  return {
    run: all.run,
    trace_id: all.trace_id,
    from: all.from,
    to: all.to,
    primes: all.primes,
    largest: all.largest,
    max_gap: all.max_gap,
    twins: all.twins,
    sum: all.sum,
    verified: all.verified,
    telemetry_complete: isAllThere,
    blocks: all.blocks,
    elapsed_s: all.elapsed_s,
    cpu_s: all.cpu_s,
    rss_bytes: all.rss_bytes,
  };
}
