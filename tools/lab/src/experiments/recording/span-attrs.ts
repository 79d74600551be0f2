import type { Span } from '@prime-mesh/backends/embedded';
import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import type { HopSettings } from '../../hop/start-hop.ts';
import type { Lab } from '../../lab.ts';
import { drawTrace } from '../../w3c.ts';

/** Spans of one call A → B, recorded under these settings. */
async function recordedBy(lab: Lab, sdk: NonNullable<HopSettings['sdk']>): Promise<readonly Span[]> {
  const [a, b] = await lab.startHops({ name: 'A', sdk }, { name: 'B', sdk });
  const { traceId, traceparent } = drawTrace();
  await callHops([a, b], { headers: { traceparent, baggage: 'mesh.tenant=acme,card.number=4711' } });
  await lab.stopHops();
  lab.linkTrace(traceId, typeof sdk === 'object' ? `NodeSDK ${JSON.stringify(sdk)}` : 'our preload');
  return lab.spans(traceId);
}

function count(spans: readonly Span[], key: string): string {
  return `${spans.filter(({ attributes }) => key in attributes).length} of ${spans.length}`;
}

export const spanAttrs = experiment({
  name: 'span-attrs',
  question: 'Is baggage an attribute of spans?',
  did: 'A → B, called with mesh.tenant and card.number in the baggage: under a plain NodeSDK, with its BaggageSpanProcessor for our keys, and with our preload.',
  expected: {
    'spans with mesh.tenant, plain NodeSDK': '0 of 3',
    'spans with mesh.tenant, BaggageSpanProcessor': '3 of 3',
    'spans with mesh.tenant, our preload': '3 of 3',
    'spans with card.number, our preload': '0 of 3',
  },
  async run(lab) {
    const plain = await recordedBy(lab, {});
    const copied = await recordedBy(lab, { baggageSpanProcessor: true });
    const ours = await recordedBy(lab, 'product');
    return {
      'spans with mesh.tenant, plain NodeSDK': count(plain, 'mesh.tenant'),
      'spans with mesh.tenant, BaggageSpanProcessor': count(copied, 'mesh.tenant'),
      'spans with mesh.tenant, our preload': count(ours, 'mesh.tenant'),
      'spans with card.number, our preload': count(ours, 'card.number'),
    };
  },
  why: 'Baggage is a part of the context, not of the span. A search for a tenant finds nothing until a span processor copies entries when a span starts.',
  production:
    'Copy by a list of keys, never all: baggage comes from callers, and its content would be kept as long as the traces. Keep the keys in one table, with their owners and destinations.',
});
