import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Context,
} from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';

/** Trace context and baggage as plain data, to be sent with a message to another thread. */
export type Carrier = Record<string, string>;

// Not the global propagator: with OTEL_PROPAGATORS=b3 the worker threads would lose the baggage.
const propagator = new CompositePropagator({
  propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
});

/** Packs the trace context and the baggage of a context for another thread. */
export function pack(from: Context = context.active()): Carrier {
  const carrier: Carrier = {};
  propagator.inject(from, carrier, defaultTextMapSetter);
  return carrier;
}

/** Makes the context that `pack` packed. */
export function unpack(carrier: Carrier): Context {
  return propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
}
