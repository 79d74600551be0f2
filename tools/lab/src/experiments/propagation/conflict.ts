import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import type { Hop } from '../../hop/start-hop.ts';
import { drawTrace } from '../../w3c.ts';

/** Which of two conflicting headers a hop follows, and whether it keeps the tracestate. */
async function winner(hop: Hop, shown: 'both' | 'b3' | 'malformed'): Promise<string> {
  const [w3c, b3] = [drawTrace(), drawTrace()];
  const traceparent = shown === 'malformed' ? '00-xyz-1-01' : w3c.traceparent;
  const headers = { b3: b3.b3, ...(shown !== 'b3' && { traceparent, tracestate: 'vendor=1' }) };
  const called = await callHops([hop], { headers });
  const { traceId, tracestate } = called.hops[0]?.active ?? {};
  const who = traceId === w3c.traceId ? 'W3C' : traceId === b3.traceId ? 'B3' : 'neither';
  return shown === 'both' ? `${who}, tracestate ${tracestate ? 'kept' : 'dropped'}` : who;
}

export const conflict = experiment({
  name: 'conflict',
  question: 'The headers disagree: who wins?',
  did: 'One service for each list of propagators, called with a traceparent and a b3 header of two different traces.',
  expected: {
    'tracecontext,baggage,b3': 'B3, tracestate dropped',
    'b3,baggage,tracecontext': 'W3C, tracestate kept',
    'our default': 'W3C, tracestate kept',
    'our default, b3 alone': 'B3',
    'our default, traceparent malformed': 'B3',
  },
  async run(lab) {
    const [b3Last, w3cLast, ours] = await lab.startHops(
      { name: 'A', sdk: {}, env: { OTEL_PROPAGATORS: 'tracecontext,baggage,b3' } },
      { name: 'B', sdk: {}, env: { OTEL_PROPAGATORS: 'b3,baggage,tracecontext' } },
      { name: 'C' },
    );
    return {
      'tracecontext,baggage,b3': await winner(b3Last, 'both'),
      'b3,baggage,tracecontext': await winner(w3cLast, 'both'),
      'our default': await winner(ours, 'both'),
      'our default, b3 alone': await winner(ours, 'b3'),
      'our default, traceparent malformed': await winner(ours, 'malformed'),
    };
  },
  why: 'A composite propagator runs its parts in the order of the list, and each part overwrites what the one before it put into the context. B3 has no tracestate, so the tracestate is lost with the trace id.',
  production:
    'Put the one that has to win last: `OTEL_PROPAGATORS=b3,baggage,tracecontext`. B3 is then used only for callers that send nothing else. Two headers usually come from a proxy or a service mesh that adds b3 headers of its own.',
});
