import { propagation, type Context } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
  type SamplingResult,
} from '@opentelemetry/sdk-trace';
import { withB3Decision } from '../b3-propagator.ts';
import type { Settings } from '../environment/variables.ts';
import { names } from '../../names/names.ts';

/**
 * Records every trace whose baggage has `mesh.debug=true`, whatever the inner sampler and the parent decide. Asks the inner
 * one with the decision that a B3 caller left or sent.
 */
class CallerSampler implements Sampler {
  readonly #inner: Sampler;

  constructor(inner: Sampler) {
    this.#inner = inner;
  }

  shouldSample(from: Context, traceId: string, ...rest: Rest): SamplingResult {
    const isDebug = propagation.getBaggage(from)?.getEntry(names.baggage.debug)?.value === 'true';
    if (isDebug) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.#inner.shouldSample(withB3Decision(from, traceId), traceId, ...rest);
  }

  toString(): string {
    return `CallerSampler{${this.#inner.toString()}}`;
  }
}
type Rest = Parameters<Sampler['shouldSample']> extends [Context, string, ...infer R] ? R : never;

/** The sampler that OTEL_TRACES_SAMPLER and its argument ask for, unless baggage asks for the trace. */
export function samplerFrom({
  OTEL_TRACES_SAMPLER: asked = 'parentbased_always_on',
  OTEL_TRACES_SAMPLER_ARG: ratio = 1,
}: Settings): Sampler {
  const makers = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
    parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
    parentbased_traceidratio: () => new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
  };
  return new CallerSampler(makers[asked]());
}
