import type { SpanContext } from '@opentelemetry/api';
import type { InstrumentationScope } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** An ended span as plain data, which a worker thread sends with its reply. */
export type SpanData = Omit<ReadableSpan, 'resource' | 'spanContext'> & { readonly context: SpanContext };

// Without the trace state, which a structured clone refuses because it has methods, and which the parent in the main
// thread keeps. Without `isRemote`, because the two threads are one process.
function plain({ traceId, spanId, traceFlags }: SpanContext): SpanContext {
  return { traceId, spanId, traceFlags };
}

/** Copies an ended span into data that a structured clone accepts. */
export function freeze(span: ReadableSpan): SpanData {
  const { name, version, schemaUrl } = span.instrumentationScope;
  return {
    context: plain(span.spanContext()),
    ...(span.parentSpanContext && { parentSpanContext: plain(span.parentSpanContext) }),
    name: span.name,
    kind: span.kind,
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    status: span.status,
    attributes: span.attributes,
    links: span.links.map((link) => ({ ...link, context: plain(link.context) })),
    events: span.events,
    ended: span.ended,
    instrumentationScope: { name, ...(version && { version }), ...(schemaUrl && { schemaUrl }) },
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

const scopes = new Map<string, InstrumentationScope>();

/** The same object for equal scopes. The exporter groups spans by it, and each copy would make a group of its own. */
function unique(scope: InstrumentationScope): InstrumentationScope {
  const key = [scope.name, scope.version, scope.schemaUrl].join();
  const known = scopes.get(key);
  if (!known) scopes.set(key, scope);
  return known ?? scope;
}

/** Makes a span of this process from data that another thread froze. */
export function thaw({ context, ...data }: SpanData, resource: Resource): ReadableSpan {
  const instrumentationScope = unique(data.instrumentationScope);
  return { ...data, instrumentationScope, resource, spanContext: () => context };
}
