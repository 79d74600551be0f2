import type { Counter } from '@opentelemetry/api';
import { names } from '../names/names.ts';
import { instrument } from '../record/instrument.ts';
import { createLogger } from '../record/logger.ts';
import type { DropReason } from './rules.ts';

/** Different keys and reasons that are logged. Callers choose the keys, and must not fill the log with them. */
const maxLogged = 100;
/** Characters of a key in the log. */
const maxKeyLength = 64;

const log = createLogger('mesh.baggage');
const logged = new Set<string>();
let dropped: Counter | undefined; // made at the first use, when the preload has set up metrics

/** Counts a dropped baggage entry. The first of each key and reason is logged, without its value. */
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
