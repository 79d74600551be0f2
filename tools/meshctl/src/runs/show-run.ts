import { openSession } from '../mesh/session.ts';
import { chooseBackend } from '../telemetry/choose-backend.ts';
import { showTrace } from '../telemetry/trace-view.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { runJson } from './run-json.ts';
import { resolveRun } from './stored-runs.ts';
import { renderSummary } from './summary.ts';

/** Shows one stored run and its trace. */
export async function showRun(context: CommandContext, name: string): Promise<Outcome> {
  const { config, output } = context;
  await using session = await openSession(context);
  const run = await session.trace('meshctl show', async () => resolveRun(session.loader, name));
  output.answer(renderSummary(run, output.style));
  if (!output.json) await showTrace(output, chooseBackend(config), run);
  return { ok: true, json: runJson(run) };
}
