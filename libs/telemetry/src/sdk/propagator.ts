import type { TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding } from '@opentelemetry/propagator-b3';
import { BaggagePropagator } from '../baggage/propagator.ts';
import { B3StatePropagator } from './b3-propagator.ts';
import type { Settings } from './environment/variables.ts';

const makers = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new BaggagePropagator(),
  b3: () => new B3StatePropagator(),
  b3multi: () => new B3StatePropagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
} as const;

/** On extract the last one wins: W3C where it disagrees with B3, and B3 where there is nothing else. */
const defaults = ['b3', 'baggage', 'tracecontext'] as const;

/** The propagator that OTEL_PROPAGATORS asks for; `none` gives one that carries nothing. */
export function propagatorFrom({ OTEL_PROPAGATORS: asked = defaults }: Settings): TextMapPropagator {
  const known = new Set(asked.includes('none') ? [] : asked.filter((name) => name !== 'none'));
  const all = new CompositePropagator({ propagators: [...known].map((name) => makers[name]()) });
  return {
    inject: (from, carrier, setter) => all.inject(from, carrier, withoutEmpty(setter)),
    extract: (into, carrier, getter) => all.extract(into, carrier, getter),
    fields: () => all.fields(),
  };
}

/** A tracestate that held nothing valid would go on as an empty header, which other parsers refuse. */
function withoutEmpty<Carrier>(setter: TextMapSetter<Carrier>): TextMapSetter<Carrier> {
  return {
    set(carrier, name, value) {
      if (value !== '') setter.set(carrier, name, value);
    },
  };
}
