import type { MetricReport, Span } from '@prime-mesh/backends';
import { names, services } from '@prime-mesh/telemetry/names';
import { blockShape, type SpanShape } from '../block-shape.ts';
import type { Evidence } from '../evidence.ts';
import { requiredMetrics } from '../required-metrics.ts';

export const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
export const baggage = { 'mesh.tenant': 'acme' };

const milliseconds = 1_000_000n;

/** The telemetry of a run of a few blocks as it should be: nothing missing, everything in place. */
export function completeEvidence(blocks: number): Evidence {
  const spans = drawSpans(blocks);
  return {
    run: {
      id: '018f0000-0000-7000-8000-000000000000',
      traceId,
      blocksTotal: blocks,
      blockTraceIds: [traceId],
      baggage,
      startedNs: 1_000n * milliseconds,
    },
    spans,
    logs: spans.map(({ service, spanId }) => ({ service, spanId })),
    metrics: services.flatMap((service) =>
      requiredMetrics(service).map((metric): MetricReport => ({
        service,
        metric,
        lastNs: 3_000n * milliseconds,
      })),
    ),
  };
}

function drawSpans(blocks: number): Span[] {
  const spans: Span[] = [];
  const add = (shape: SpanShape, parent?: Span, attributes: Span['attributes'] = {}): Span => {
    const span = drawSpan(shape, spans.length + 1, parent, attributes);
    spans.push(span);
    for (const child of shape.below ?? []) add(child, span);
    return span;
  };
  const root = add({ service: 'meshctl', name: 'meshctl run', kind: 'INTERNAL' });
  const method = 'primemesh.v1.Loader/Run';
  const client = add({ service: 'meshctl', name: method, kind: 'CLIENT' }, root);
  const server = add({ service: 'loader', name: method, kind: 'SERVER' }, client);
  for (let index = 0; index < blocks; index += 1)
    add(blockShape, server, { [names.attributes.blockIndex]: index });
  return spans;
}

/** A span that begins a millisecond after its parent and ends one before it. */
function drawSpan(
  { service, name, kind, worker }: SpanShape,
  id: number,
  parent: Span | undefined,
  attributes: Span['attributes'],
): Span {
  return {
    traceId,
    spanId: id.toString(16).padStart(16, '0'),
    ...(parent && { parentSpanId: parent.spanId }),
    service,
    instanceId: '',
    name,
    kind,
    startNs: parent ? parent.startNs + milliseconds : 1_000n * milliseconds,
    endNs: parent ? parent.endNs - milliseconds : 2_000n * milliseconds,
    status: 'UNSET',
    events: [],
    attributes: { ...attributes, ...baggage, ...(worker && { [names.attributes.threadId]: 1 }) },
  };
}
