import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Context,
} from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';

/** Trace context and baggage as plain data, to be sent to another thread with a message. */
export type Carrier = Record<string, string>;

// Not the global propagator, with which OTEL_PROPAGATORS=b3 would take the baggage from the worker threads.
const propagator = new CompositePropagator({
  propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
});

/** Packs the trace context and the baggage of a context for another thread. */
export function pack(from: Context = context.active()): Carrier {
  const carrier: Carrier = {};
  propagator.inject(from, carrier, defaultTextMapSetter);
  return carrier;
}

/** Makes a context of what `pack` packed. */
export function unpack(carrier: Carrier): Context {
  return propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
}
