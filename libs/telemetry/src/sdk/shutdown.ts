import { diag } from '@opentelemetry/api';
import { oneLine } from './diagnostics.ts';

/** How long a shutdown may take, in ms: Nx kills a service 5 s after Ctrl-C, and the server drains before. */
export const shutdownMs = 2_000;
/** The part of the remaining time that a stage gets, so that a hanging backend leaves some to the later stages. */
const share = 0.7;

interface Stage {
  readonly what: string;
  readonly run: () => Promise<unknown>[];
}

/**
 * Runs the stages one after the other, each within its share of the remaining time. Never rejects: what could not be
 * flushed is reported on stderr.
 */
export async function runStages(stages: readonly Stage[], withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  for (const [index, { what, run }] of stages.entries()) {
    const left = Math.max(0, end - Date.now());
    const isLast = index === stages.length - 1;
    await within(isLast ? left : left * share, what, run);
  }
}

async function within(ms: number, what: string, run: Stage['run']): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, ms, 'late');
  const outcome = await Promise.race([Promise.allSettled(run()), late]);
  clearTimeout(timer);
  if (outcome === 'late')
    return diag.warn(`${what} not flushed within ${Math.round(ms)} ms, some may be lost`);
  for (const result of outcome) {
    if (result.status === 'rejected') diag.warn(`${what} lost: ${oneLine(result.reason)}`);
  }
}
