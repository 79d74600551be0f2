import type { SpanData, TraceData } from 'autotel-devtools';
import { spanResourceKeys } from '@prime-mesh/backends/ingest-names';
import type { OtlpSpan, Resource, TracesRequest } from './otlp.ts';
import {
  plainAttributes,
  plainScope,
  serviceName,
  toEpochMs,
  toHex,
  type PlainValue,
} from './plain-values.ts';

/** Indexed by the number in OTLP. The store has no name for an unspecified kind. */
const kinds: readonly SpanData['kind'][] = [
  'INTERNAL',
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
];
const statuses: readonly SpanData['status']['code'][] = ['UNSET', 'OK', 'ERROR'];

/**
 * Groups the spans of one export by trace; the store merges them into what it already has of the trace.
 * @param services remembers the service each trace is listed under
 */
export function toTraces(request: TracesRequest, services: TraceServices): TraceData[] {
  const spans = request.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const shared = keptResource(resource);
    return scopeSpans.flatMap((inScope) => {
      const scope = plainScope(inScope.scope);
      return inScope.spans.map((span) => ({ ...toSpanData(span, shared), ...scope }));
    });
  });
  const byTrace = Map.groupBy(spans, (span) => span.traceId);
  return [...byTrace.values()].flatMap((members) => toTraceData(members, services));
}

/** The service under which each of the newest traces is listed: that of its root, once the root has arrived. */
export class TraceServices {
  readonly #limit = 10_000;
  readonly #services = new Map<string, string>();

  nameFor(top: SpanData): string {
    const known = top.parentSpanId === undefined ? undefined : this.#services.get(top.traceId);
    const service = known ?? serviceName(top.attributes);
    this.#services.set(top.traceId, service);
    const [oldest] = this.#services.keys();
    if (this.#services.size > this.#limit && oldest !== undefined) this.#services.delete(oldest);
    return service;
  }
}

function toTraceData(members: readonly SpanData[], services: TraceServices): TraceData[] {
  const spans = members.toSorted((a, b) => a.startTime - b.startTime);
  const root = spans.find((span) => span.parentSpanId === undefined);
  const top = root ?? spans[0];
  if (top === undefined) return [];
  const startTime = Math.min(...spans.map((span) => span.startTime));
  const endTime = Math.max(...spans.map((span) => span.endTime));
  return [
    {
      traceId: top.traceId,
      correlationId: top.traceId.slice(0, 16),
      rootSpan: top,
      spans,
      startTime,
      endTime,
      duration: endTime - startTime,
      status: spans.some((span) => span.status.code === 'ERROR') ? 'ERROR' : 'OK',
      service: services.nameFor(top),
      partial: root === undefined,
    },
  ];
}

function toSpanData(span: OtlpSpan, resource: Record<string, PlainValue>): SpanData {
  const startTime = toEpochMs(span.startTimeUnixNano);
  const endTime = toEpochMs(span.endTimeUnixNano);
  return {
    traceId: toHex(span.traceId),
    spanId: toHex(span.spanId),
    ...(span.parentSpanId.length === 0 ? {} : { parentSpanId: toHex(span.parentSpanId) }),
    name: span.name,
    kind: kinds[span.kind] ?? 'INTERNAL',
    startTime,
    endTime,
    duration: endTime - startTime,
    attributes: { ...resource, ...plainAttributes(span.attributes) },
    status: {
      code: statuses[span.status?.code ?? 0] ?? 'UNSET',
      ...(span.status?.message ? { message: span.status.message } : {}),
    },
    events: span.events.map((event) => ({
      name: event.name,
      timestamp: toEpochMs(event.timeUnixNano),
      attributes: plainAttributes(event.attributes),
    })),
    links: span.links.map((link) => ({
      traceId: toHex(link.traceId),
      spanId: toHex(link.spanId),
      attributes: plainAttributes(link.attributes),
    })),
  };
}

/** The store repeats and indexes the resource on every span, so only what tells processes apart is kept. */
function keptResource(resource: Resource | null): Record<string, PlainValue> {
  const all = plainAttributes(resource?.attributes);
  return Object.fromEntries(Object.entries(all).filter(([key]) => spanResourceKeys.has(key)));
}
