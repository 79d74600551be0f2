import { chooseBackend } from '../choose-backend.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { runJson } from '../run-json.ts';
import { openSession } from '../session.ts';
import { resolveRun } from '../stored-runs.ts';
import { renderSummary } from '../summary.ts';
import { showTrace } from '../trace-view.ts';

/** `meshctl show RUN`: one run and its trace. */
export async function show(context: CommandContext, name: string): Promise<Outcome> {
  const { config, output } = context;
  await using session = await openSession(context);
  const run = await session.trace('meshctl show', async () => resolveRun(session.loader, name));
  output.answer(renderSummary(run, output.style));
  if (!output.json) await showTrace(output, chooseBackend(config), run);
  return { ok: true, json: runJson(run) };
}
