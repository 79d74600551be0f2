import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { B3InjectEncoding } from '@opentelemetry/propagator-b3';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { B3StatePropagator } from './b3-propagator.ts';
import type { Settings } from './environment/variables.ts';
import { propagatorFrom } from './propagator.ts';
import { samplerFrom } from './traces/sampler.ts';

const traceId = '80f198ee56343ba864fe8b2a57d3eff7';
const spanId = 'e457b5a2e4d86bd1';
const parentId = '05e3ac9a4f6e3b90';
const [ids, multiIds] = [`${traceId}-${spanId}`, { 'x-b3-traceid': traceId, 'x-b3-spanid': spanId }];
const sampledW3c = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

type Headers = Record<string, string>;

/** Whether the first span under these headers is recorded, and the trace it is in. */
function recorded(headers: Headers, settings: Settings = {}): unknown[] {
  const from = propagatorFrom(settings).extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  const parent = trace.getSpanContext(from)?.traceId;
  const ourTrace = parent ?? 'c'.repeat(32);
  const { decision } = samplerFrom(settings).shouldSample(from, ourTrace, 'a', SpanKind.SERVER, {}, []);
  return [decision === SamplingDecision.RECORD_AND_SAMPLED, ...(parent === undefined ? [] : [parent])];
}

// The forms of https://github.com/openzipkin/b3-propagation
test.each<[Headers, boolean, string?]>([
  [{ b3: `${ids}-1-${parentId}` }, true, traceId],
  [{ b3: `${ids}-1` }, true, traceId],
  [{ b3: `${ids}-d` }, true, traceId],
  [{ b3: `${ids}-0` }, false, traceId],
  [{ b3: ids }, true, traceId],
  [{ b3: `${ids.slice(16)}` }, true, traceId.slice(16).padStart(32, '0')],
  [{ b3: '0' }, false],
  [{ b3: '1' }, true],
  [{ b3: 'd' }, true],
  [{ b3: 'maybe' }, true],
  [{ ...multiIds, 'x-b3-sampled': '1' }, true, traceId],
  [{ ...multiIds, 'x-b3-sampled': '0' }, false, traceId],
  [{ ...multiIds, 'x-b3-flags': '1' }, true, traceId],
  [multiIds, true, traceId],
  [{ 'x-b3-sampled': '0' }, false],
  [{ 'x-b3-sampled': '1' }, true],
  [{ 'x-b3-flags': '1', 'x-b3-sampled': '0' }, true],
  [{ b3: '0', ...sampledW3c }, true, 'a'.repeat(32)],
  [{ b3: ids, traceparent: sampledW3c.traceparent.replace(/1$/, '0') }, false, 'a'.repeat(32)],
])('%j: recorded %s, in the trace %s', (headers, ...expected) => {
  expect(recorded(headers)).toEqual(expected);
});

test.each<[Headers, Settings, boolean]>([
  [{ b3: ids }, { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, false],
  [{ b3: ids }, { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: 0 }, false],
  [{ b3: '1' }, { OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, true],
  [{ b3: '0' }, { OTEL_TRACES_SAMPLER: 'always_on' }, true],
  [{ b3: '1' }, { OTEL_TRACES_SAMPLER: 'always_off' }, false],
  [{ b3: '0', ...sampledW3c }, { OTEL_PROPAGATORS: ['tracecontext', 'b3'] }, true],
])('the sampler decides what is left to it: %j with %j is recorded: %s', (headers, settings, expected) => {
  expect(recorded(headers, settings)[0]).toBe(expected);
});

test('what a span of ours decided is not asked again', () => {
  const from = propagatorFrom({}).extract(ROOT_CONTEXT, { b3: ids }, defaultTextMapGetter);
  const ours = { traceId, spanId: parentId, traceFlags: TraceFlags.NONE };
  const under = trace.setSpanContext(from, ours);
  const { decision } = samplerFrom({}).shouldSample(under, traceId, 'a', SpanKind.INTERNAL, {}, []);
  expect(decision).toBe(SamplingDecision.NOT_RECORD);
});

test.each([
  [{}, { b3: ids }],
  [{ injectEncoding: B3InjectEncoding.MULTI_HEADER }, multiIds],
])('a decision that nobody took is left to the next one with %j', (config, sent) => {
  const propagator = new B3StatePropagator(config);
  const carrier: Headers = {};
  const from = propagator.extract(ROOT_CONTEXT, { b3: ids }, defaultTextMapGetter);
  propagator.inject(from, carrier, defaultTextMapSetter);
  expect(carrier).toEqual(sent);
});

test.each(['', ',', '=,=,;', 'UPPER=1'])(
  'a tracestate of nothing valid, %j, is not sent on',
  (tracestate) => {
    const propagator = propagatorFrom({ OTEL_PROPAGATORS: ['tracecontext'] });
    const from = propagator.extract(
      ROOT_CONTEXT,
      { ...sampledW3c, tracestate: [tracestate] },
      defaultTextMapGetter,
    );
    const carrier: Headers = {};
    propagator.inject(from, carrier, defaultTextMapSetter);
    expect(carrier).toEqual(sampledW3c);
  },
);
