import {
  createContextKey,
  trace,
  TraceFlags,
  type Context,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { B3Propagator, type B3PropagatorConfig } from '@opentelemetry/propagator-b3';

/** What the caller left to us: the decision about its trace, or everything but the decision. */
type Left = { readonly deferredOf: SpanContext } | { readonly traceFlags: TraceFlags };

const leftKey = createContextKey('prime-mesh.b3.left');
const leftIn = (from: Context): Left | undefined => from.getValue(leftKey) as Left | undefined;

const single = 'b3';
const [sampled, flags] = ['x-b3-sampled', 'x-b3-flags'];
/** The span of a caller that sends no ids; any that is valid. */
const unknownSpanId = 'f'.repeat(16);

/**
 * Reads and writes B3 with both states that OpenTelemetry's own propagator takes for "do not record": ids without a
 * decision, which is then ours, and a decision without ids.
 * @see https://github.com/openzipkin/b3-propagation#sampling-state
 */
export class B3StatePropagator implements TextMapPropagator {
  readonly #inner: B3Propagator;

  constructor(config: B3PropagatorConfig = {}) {
    this.#inner = new B3Propagator(config);
  }

  inject(from: Context, carrier: unknown, setter: TextMapSetter): void {
    if (!isDeferred(from)) return this.#inner.inject(from, carrier, setter);
    // Nobody has decided, so the next one may.
    this.#inner.inject(from, carrier, {
      set(into, name, value) {
        if (name !== sampled) setter.set(into, name, value.replace(/-0$/, ''));
      },
    });
  }

  extract(into: Context, carrier: unknown, getter: TextMapGetter): Context {
    const extracted = this.#inner.extract(into, carrier, getter);
    const found = trace.getSpanContext(extracted);
    const state = readState(carrier, getter);
    if (found === undefined || found === trace.getSpanContext(into)) {
      return state === undefined ? extracted : extracted.setValue(leftKey, { traceFlags: state });
    }
    return state === undefined ? extracted.setValue(leftKey, { deferredOf: found }) : extracted;
  }

  fields(): string[] {
    return this.#inner.fields();
  }
}

/**
 * The context in which a sampler sees what a B3 caller asked for: no parent where the decision was left to us, and one
 * with that decision where there was nothing else. The trace headers of others, where they win, stay as they are.
 */
export function withB3Decision(from: Context, traceId: string): Context {
  const left = leftIn(from);
  if (left === undefined) return from;
  if ('deferredOf' in left) return isDeferred(from) ? trace.deleteSpan(from) : from;
  if (trace.getSpanContext(from) !== undefined) return from;
  return trace.setSpanContext(from, { traceId, spanId: unknownSpanId, isRemote: true, ...left });
}

/** Whether the span of a context is still the caller's, and the decision about it was left to us. */
function isDeferred(from: Context): boolean {
  const left = leftIn(from);
  return left !== undefined && 'deferredOf' in left && left.deferredOf === trace.getSpanContext(from);
}

/** The sampling state of the headers, of the single one where that is sent; undefined where there is none. */
function readState(carrier: unknown, getter: TextMapGetter): TraceFlags | undefined {
  const read = (name: string): string => [getter.get(carrier, name) ?? []].flat()[0]?.toLowerCase() ?? '';
  const header = read(single);
  const isDebug = read(flags) === '1';
  const state = header === '' ? (isDebug ? 'd' : read(sampled)) : stateOf(header);
  if (['1', 'd', 'true'].includes(state)) return TraceFlags.SAMPLED;
  return ['0', 'false'].includes(state) ? TraceFlags.NONE : undefined;
}

/** `{trace id}-{span id}-{state}-{parent span id}`, of which the last two may be absent, or all but the state. */
function stateOf(header: string): string {
  const parts = header.split('-');
  return (parts.length === 1 ? parts[0] : parts[2]) ?? '';
}
