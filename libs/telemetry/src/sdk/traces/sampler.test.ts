import { propagation, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import type { Settings } from '../environment/variables.ts';
import { samplerFrom } from './sampler.ts';

/** The ratio sampler compares a sum of the id with a bound: the low one is recorded at 0.5, the high one only at 1. */
const lowId = `${'0'.repeat(31)}1`;
const highId = `${'f'.repeat(8)}${'0'.repeat(24)}`;

type Parent = 'no parent' | 'a recorded parent' | 'an unrecorded parent';

function isRecorded(settings: Settings, traceId: string, parent: Parent, debug?: string): boolean {
  const spanContext = { traceId, spanId: 'b7ad6b7169203331', isRemote: true };
  const traceFlags = parent === 'a recorded parent' ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const inTrace =
    parent === 'no parent'
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags });
  const entries = debug === undefined ? {} : { 'mesh.debug': { value: debug } };
  const from = propagation.setBaggage(inTrace, propagation.createBaggage(entries));
  const { decision } = samplerFrom(settings).shouldSample(from, traceId, 'a', SpanKind.INTERNAL, {}, []);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

test.each<[Settings['OTEL_TRACES_SAMPLER'], number | undefined, string, Parent, boolean]>([
  [undefined, undefined, highId, 'no parent', true],
  [undefined, undefined, highId, 'an unrecorded parent', false],
  ['always_on', undefined, highId, 'an unrecorded parent', true],
  ['always_off', undefined, lowId, 'a recorded parent', false],
  ['traceidratio', undefined, highId, 'no parent', true],
  ['traceidratio', 0.5, highId, 'a recorded parent', false],
  ['traceidratio', 0.5, lowId, 'an unrecorded parent', true],
  ['parentbased_always_on', undefined, highId, 'no parent', true],
  ['parentbased_always_on', undefined, highId, 'an unrecorded parent', false],
  ['parentbased_always_off', undefined, lowId, 'no parent', false],
  ['parentbased_always_off', undefined, lowId, 'a recorded parent', true],
  ['parentbased_traceidratio', 0.5, highId, 'no parent', false],
  ['parentbased_traceidratio', 0.5, lowId, 'no parent', true],
  ['parentbased_traceidratio', 0.5, highId, 'a recorded parent', true],
])('%s with %s and the trace %s under %s is recorded: %s', (sampler, ratio, traceId, parent, expected) => {
  const settings: Settings = {
    ...(sampler && { OTEL_TRACES_SAMPLER: sampler }),
    ...(ratio !== undefined && { OTEL_TRACES_SAMPLER_ARG: ratio }),
  };
  expect(isRecorded(settings, traceId, parent)).toBe(expected);
});

test.each([
  ['true', true],
  ['false', false],
])('mesh.debug=%s under always_off is recorded: %s', (debug, expected) => {
  expect(isRecorded({ OTEL_TRACES_SAMPLER: 'always_off' }, highId, 'no parent', debug)).toBe(expected);
});
