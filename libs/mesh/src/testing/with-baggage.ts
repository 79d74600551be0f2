import { context, propagation } from '@opentelemetry/api';

/** Runs `work` in a context whose baggage has `entries`. */
export function withBaggage<T>(entries: Readonly<Record<string, string>>, work: () => T): T {
  const values = Object.entries(entries).map(([key, value]) => [key, { value }]);
  const baggage = propagation.createBaggage(Object.fromEntries(values));
  return context.with(propagation.setBaggage(context.active(), baggage), work);
}
