import type { Span } from '@prime-mesh/backends';
import { names } from '@prime-mesh/telemetry/names';

/** A span that must be there, and those that must be below it. */
export interface SpanShape {
  readonly service: string;
  readonly name: string;
  readonly kind: Span['kind'];
  /** Whether it was made on a worker thread. */
  readonly worker?: true;
  readonly below?: readonly SpanShape[];
}

const transform = 'primemesh.v1.Transformer/Transform';
const extract = 'primemesh.v1.Extractor/Extract';

const worker = (service: string, name: string): SpanShape => ({
  service,
  name,
  kind: 'INTERNAL',
  worker: true,
});

const extracted: SpanShape = {
  service: 'transformer',
  name: extract,
  kind: 'CLIENT',
  below: [
    {
      service: 'extractor',
      name: extract,
      kind: 'SERVER',
      below: [worker('extractor', names.spans.extract)],
    },
  ],
};

const transformed: SpanShape = {
  service: 'loader',
  name: transform,
  kind: 'CLIENT',
  below: [
    {
      service: 'transformer',
      name: transform,
      kind: 'SERVER',
      below: [extracted, worker('transformer', names.spans.transform)],
    },
  ],
};

/** The spans of one block: those of all three services and of their worker threads. */
export const blockShape: SpanShape = {
  service: 'loader',
  name: names.spans.load,
  kind: 'INTERNAL',
  below: [
    transformed,
    worker('loader', names.spans.verify),
    { service: 'loader', name: names.spans.store, kind: 'INTERNAL' },
  ],
};

/** Whether a span has the service, name, kind and thread of the shape; what is below it does not matter. */
export function matchesShape(span: Span, shape: SpanShape): boolean {
  return (
    span.service === shape.service &&
    span.name === shape.name &&
    span.kind === shape.kind &&
    (shape.worker === undefined || span.attributes[names.attributes.threadId] !== undefined)
  );
}

/** How a report names the span. */
export function describeShape({ service, name, kind, worker: onThread }: SpanShape): string {
  const where = onThread ? 'worker thread' : kind.toLowerCase();
  return kind === 'INTERNAL' && !onThread ? `${service} "${name}"` : `${service} "${name}" (${where})`;
}
