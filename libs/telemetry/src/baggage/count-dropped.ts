import type { Counter } from '@opentelemetry/api';
import type { DropReason } from './rules.ts';
import { instrument } from '../record/instrument.ts';
import { createLogger } from '../record/logger.ts';
import { names } from '../names/names.ts';

/** Different keys and reasons that are logged. Callers choose the keys: more would let them write the log. */
const maxLogged = 100;
/** Characters of a key in the log. */
const maxKeyLength = 64;

const log = createLogger('mesh.baggage');
const logged = new Set<string>();
let dropped: Counter | undefined; // not before the preload has set up metrics

/** Counts an entry of the baggage that was let in nowhere, and logs its key, never its value, the first time. */
export function countDropped(key: string, reason: DropReason): void {
  const { metrics, events, attributes } = names;
  dropped ??= instrument(metrics.baggageDropped);
  dropped.add(1, { [attributes.reason]: reason });
  const shown = key.slice(0, maxKeyLength);
  const once = `${reason} ${shown}`;
  if (logged.has(once) || logged.size >= maxLogged) return;
  logged.add(once);
  log.warn(events.baggageDropped, { [attributes.baggageKey]: shown, [attributes.reason]: reason });
}
