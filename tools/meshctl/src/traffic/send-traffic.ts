import { instrument, names } from '@prime-mesh/telemetry';
import { openSession, type Session } from '../mesh/session.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { formatSeconds } from '../terminal/format-quantity.ts';
import { arrivals } from './arrivals.ts';
import { drawEntries } from './mix.ts';
import { runOpenLoop, type OpenLoopCounts } from './open-loop.ts';
import { planTraffic, type TrafficOptions, type TrafficPlan } from './plan.ts';
import { reportJson } from './report-json.ts';
import { renderReport } from './report.ts';
import { seededRandom } from './seeded-random.ts';
import { sendRun } from './send-run.ts';
import { Tally } from './tally.ts';

/** Between two lines of progress, ms. */
const betweenLinesMs = 5_000;

/** Sends small runs in an open loop, and reports what became of them. */
export async function sendTraffic(context: CommandContext, options: TrafficOptions): Promise<Outcome> {
  const { output } = context;
  const plan = planTraffic(options);
  await using session = await openSession(context);
  await session.trace('meshctl traffic begins', async () =>
    session.loader.unary('ListRuns', { pageSize: 1 }),
  );
  output.note(`sending for ${formatSeconds(plan.durationSeconds)}; Ctrl-C ends it with the report`);
  const tally = new Tally(plan.mix);
  const counts: OpenLoopCounts = { sent: 0, heldBack: 0, unsent: 0, inFlight: 0 };
  const startedAt = performance.now();
  const elapsedSeconds = (): number => (performance.now() - startedAt) / 1e3;
  const line = (): string => describe(plan, counts, tally, elapsedSeconds());
  const timer = setInterval(() => output.note(line()), betweenLinesMs);
  try {
    await send(plan, session, tally, counts);
  } finally {
    clearInterval(timer);
  }
  const report = { plan, counts, tally, elapsedSeconds: elapsedSeconds() };
  if (session.stop.aborted) output.note(`ended early by ${session.stop.reason}`);
  output.answer(renderReport(report, output.style));
  await session.flush();
  return { ok: tally.succeeded > 0 && tally.failedOtherwise === 0, json: reportJson(report) };
}

async function send(
  plan: TrafficPlan,
  session: Session,
  tally: Tally,
  counts: OpenLoopCounts,
): Promise<void> {
  // Not before the session is open: gRPC that is imported before the SDK is never traced.
  const { status: statuses } = await import('@grpc/grpc-js');
  const duration = instrument(names.metrics.trafficDuration);
  const { maxInFlight, budgetMs, mix, ratePerSecond, pattern } = plan;
  const durationMs = plan.durationSeconds * 1e3;
  const random = seededRandom(plan.seed);
  const common = { session, budgetMs, duration, statuses };
  const due = arrivals({ pattern, ratePerSecond, durationMs, random });
  const loop = {
    arrivals: due,
    durationMs,
    maxInFlight,
    stop: session.stop,
    send: async (dueAt: number): Promise<void> => {
      const [request, entries] = [plan.request(counts.sent - 1), drawEntries(mix, random)];
      tally.add(await sendRun({ ...common, request, entries, dueAt }));
    },
  };
  await runOpenLoop(loop, counts);
}

function describe(plan: TrafficPlan, counts: OpenLoopCounts, tally: Tally, elapsedSeconds: number): string {
  const failed = tally.failedAsOrdered + tally.failedOtherwise;
  const left = Math.max(0, plan.durationSeconds - elapsedSeconds);
  return `${counts.sent} sent  ${tally.succeeded} OK  ${failed} failed  ${counts.inFlight} under way  ${formatSeconds(left)} left`;
}
