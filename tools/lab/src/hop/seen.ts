import { context, propagation, trace, TraceFlags, type Context } from '@opentelemetry/api';
import type { Seen } from './protocol.ts';

/** Trace context and baggage of a context. */
export function seenIn(from: Context = context.active()): Seen {
  const ids = trace.getSpanContext(from);
  const entries = propagation.getBaggage(from)?.getAllEntries() ?? [];
  const state = ids?.traceState?.serialize();
  return {
    ...(ids && { traceId: ids.traceId, isSampled: (ids.traceFlags & TraceFlags.SAMPLED) !== 0 }),
    ...(state && { tracestate: state }),
    baggage: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
  };
}
