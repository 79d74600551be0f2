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
import type { Settings } from '../environment/variables.ts';
import { names } from '../../names/names.ts';

/** Records every trace whose baggage has `mesh.debug=true`, whatever the inner sampler and the parent decide. */
class DebugSampler implements Sampler {
  readonly #inner: Sampler;

  constructor(inner: Sampler) {
    this.#inner = inner;
  }

  shouldSample(from: Context, ...rest: DropFirst<Parameters<Sampler['shouldSample']>>): SamplingResult {
    const isDebug = propagation.getBaggage(from)?.getEntry(names.baggage.debug)?.value === 'true';
    if (isDebug) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    return this.#inner.shouldSample(from, ...rest);
  }

  toString(): string {
    return `DebugSampler{${this.#inner.toString()}}`;
  }
}
type DropFirst<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

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
  return new DebugSampler(makers[asked]());
}
