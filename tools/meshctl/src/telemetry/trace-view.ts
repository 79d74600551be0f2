import { BackendError, type Backend, type Span } from '@prime-mesh/backends';
import type { Run } from '@prime-mesh/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { formatInteger } from '../terminal/format-quantity.ts';
import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';
import { expectedOf } from './expected-run.ts';
import { checkBlocks, checkNoOrphans, checkOneTrace } from './trace-checks.ts';
import { renderWaterfall } from './waterfall.ts';

/** How long the last spans of a run may take to reach the backend, ms. */
const arrivalBudgetMs = 4_000;
const betweenLooksMs = 300;
const spanChecks = [checkOneTrace, checkBlocks, checkNoOrphans] as const;

/** Shows the trace of a run as a waterfall, and the pages that show more. A backend that is away is only a note. */
export async function showTrace(output: Output, backend: Backend, run: Run): Promise<void> {
  const { traceId } = run;
  if (traceId === '') return;
  try {
    const spans = await arrivedSpans(backend, run);
    const { columns, style } = output;
    if (spans.length === 0) output.note(`no span of trace ${traceId} in the ${backend.name}`);
    else {
      output.answer(`\n${style('bold', `trace ${traceId}`)}  ${formatInteger(spans.length)} spans`);
      output.answer(renderWaterfall(spans, { columns, style }).join('\n'));
      output.answer(`\n${renderPages(backend, run, style)}`);
    }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    output.note(error.message);
  }
}

/** The page of the whole trace, and those on the run. */
function renderPages(backend: Backend, run: Run, style: Output['style']): string {
  const expected = expectedOf(run, []);
  const trace = { title: 'see all of it', url: backend.tracePage(run.traceId, expected) };
  const pages = [trace, ...backend.runPages(expected)];
  return formatTable(pages.map(({ title, url }) => [style('dim', title), style('underline', url)]));
}

/** The spans of the run's trace once none is missing, or what has arrived when time is up. */
async function arrivedSpans(backend: Backend, run: Run): Promise<readonly Span[]> {
  const end = Date.now() + arrivalBudgetMs;
  const expected = expectedOf(run, []);
  for (;;) {
    const spans = await backend.traceSpans(run.traceId);
    const evidence = { run: expected, spans, logs: [], metrics: [] };
    const problems = spanChecks.flatMap((check) => check(evidence).problems);
    if (problems.length === 0 || Date.now() > end) return spans;
    await delay(betweenLooksMs);
  }
}
