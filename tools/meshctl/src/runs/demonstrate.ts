import { renderAddresses } from '../mesh/mesh-addresses.ts';
import { openSession } from '../mesh/session.ts';
import { startMesh } from '../mesh/start-mesh.ts';
import { stayUp } from '../mesh/stay-up.ts';
import { renderChecks } from '../telemetry/check-report.ts';
import { chooseBackend } from '../telemetry/choose-backend.ts';
import { isComplete } from '../telemetry/evidence.ts';
import { showTrace } from '../telemetry/trace-view.ts';
import { verifyRun } from '../telemetry/verify-run.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { FailureError } from '../terminal/command-error.ts';
import { performRun, type PerformedRun } from './perform-run.ts';
import { isVerified, runJson } from './run-json.ts';
import { rangeRequest } from './run-request.ts';
import { renderSummary } from './summary.ts';

/** What the demo asks for: 36,190,991 primes, counted twice. */
const request = rangeRequest({ from: '10^12', count: '10^9', audit: true });
const baggage = { 'mesh.tenant': 'demo' };

/** Options of `meshctl demo`. */
export interface DemoOptions {
  readonly stay?: boolean;
  readonly verbose?: boolean;
}

/** Starts the mesh, runs, verifies primes and telemetry, and stops, or with --stay waits for Ctrl-C. */
export async function demonstrate(
  context: CommandContext,
  { stay, verbose = false }: DemoOptions,
): Promise<Outcome> {
  const { config, output } = context;
  const session = await openSession(context, { backendComes: true });
  await using owned = new AsyncDisposableStack();
  output.note('starting extractor, transformer and loader …');
  const mesh = owned.use(await startMesh(config, { signal: session.stop, note: output.note, verbose }));
  if (mesh === undefined) {
    throw new FailureError(
      'ALREADY_UP',
      'the mesh is up already: use "meshctl run", or stop it with "meshctl down"',
    );
  }
  owned.use(session); // before the mesh, so that the last spans still find the backend
  const performed = await performRun({ session, output, name: 'meshctl demo', request, baggage });
  await session.flush();
  const { run } = performed;
  output.answer(`\n${renderSummary(run, output.style)}`);
  const isAllThere = await showTelemetry(context, performed, session.stop);
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
  performed: PerformedRun,
  signal: AbortSignal,
): Promise<boolean> {
  output.note('\nverifying its telemetry …');
  const results = await verifyRun({ config, ...performed, signal });
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
