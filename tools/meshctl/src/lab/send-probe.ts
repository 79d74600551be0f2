import { probe } from '@prime-mesh/lab';
import { chooseBackend } from '../telemetry/choose-backend.ts';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/command-error.ts';
import { parseEntries } from '../terminal/parse-baggage.ts';
import { openLabBackend } from './lab-backend.ts';

const known = ['tracecontext', 'baggage', 'b3', 'b3multi', 'none'];
/** Each hop is a process of some 100 MB. */
const maxHops = 8;

/** Options of `meshctl probe`. */
export interface ProbeOptions {
  readonly baggage?: readonly string[];
  readonly propagators?: readonly string[];
}

/** Sends one call through all hops, and shows what each received, had active and sent on. */
export async function sendProbe({ config, output }: CommandContext, options: ProbeOptions): Promise<Outcome> {
  const { propagators = [] } = options;
  const entries = parseEntries(options.baggage ?? []);
  if (propagators.length > maxHops) {
    throw new UsageError(
      `--propagators was given ${propagators.length} times, at most ${maxHops} hops start`,
    );
  }
  const unknown = propagators.flatMap((list) => list.split(',')).find((name) => !known.includes(name.trim()));
  if (unknown !== undefined) {
    throw new UsageError(`--propagators ${JSON.stringify(unknown)} is none of ${known.join(', ')}`);
  }
  const baggage = [...entries].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join(',');
  await using backend = await openLabBackend(config, output.note);
  const { table, losses, error, ...found } = await probe({ baggage, propagators, backend });
  output.answer(table);
  output.answer('');
  for (const loss of losses) output.answer(output.style('yellow', loss));
  if (losses.length === 0) output.answer('nothing was lost');
  if (backend.isKept) output.answer(`trace: ${chooseBackend(config).tracePage(found.traceId)}`);
  return { ok: error === undefined, json: { ...found, losses, ...(error !== undefined && { error }) } };
}
