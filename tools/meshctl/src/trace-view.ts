import { setTimeout as delay } from 'node:timers/promises';
import type { Backend, Span } from './backend.ts';
import { FailureError } from './command-error.ts';
import { formatInteger } from './format-quantity.ts';
import type { Output } from './output.ts';
import { renderWaterfall } from './waterfall.ts';

/** How long the last spans of a run may take to reach the backend, ms. */
const arrivalBudgetMs = 4_000;
const betweenLooksMs = 300;

/** Shows the trace as a waterfall and says where a person sees all of it. A backend that is away is only a note. */
export async function showTrace(output: Output, backend: Backend, traceId: string): Promise<void> {
  if (traceId === '') return;
  try {
    const spans = await settledSpans(backend, traceId);
    const { columns, style } = output;
    if (spans.length === 0) output.note(`no span of trace ${traceId} in the ${backend.name}`);
    else {
      output.answer(`\n${style('bold', `trace ${traceId}`)}  ${formatInteger(spans.length)} spans`);
      output.answer(renderWaterfall(spans, { columns, style }).join('\n'));
      output.answer(`\n${style('dim', 'see all of it')}  ${style('underline', backend.tracePage(traceId))}`);
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    output.note(error.message);
  }
}

/** The spans of the trace once it has its root and no more come. */
async function settledSpans(backend: Backend, traceId: string): Promise<readonly Span[]> {
  const end = Date.now() + arrivalBudgetMs;
  let before = -1;
  for (;;) {
    const spans = await backend.traceSpans(traceId);
    const hasRoot = spans.some(({ parentSpanId }) => parentSpanId === undefined);
    if ((hasRoot && spans.length === before) || Date.now() > end) return spans;
    before = spans.length;
    await delay(betweenLooksMs);
  }
}
