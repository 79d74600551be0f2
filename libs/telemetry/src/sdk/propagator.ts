import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import { BaggagePropagator } from '../baggage/propagator.ts';
import type { Settings } from './environment/variables.ts';

const makers = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new BaggagePropagator(),
  b3: () => new B3Propagator(),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
} as const;

/** On extract the last one wins: W3C where it disagrees with B3, and B3 where there is nothing else. */
const defaults = ['b3', 'baggage', 'tracecontext'] as const;

/** The propagator that OTEL_PROPAGATORS asks for; `none` gives one that carries nothing. */
export function propagatorFrom({ OTEL_PROPAGATORS: asked = defaults }: Settings): TextMapPropagator {
  const known = new Set(asked.includes('none') ? [] : asked.filter((name) => name !== 'none'));
  return new CompositePropagator({ propagators: [...known].map((name) => makers[name]()) });
}
