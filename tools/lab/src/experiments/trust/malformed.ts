import { experiment } from '../../experiment.ts';
import { callHops, type Headers } from '../../hop/call-hops.ts';
import type { Hop } from '../../hop/start-hop.ts';
import { drawTrace } from '../../w3c.ts';

async function outcome(route: readonly Hop[], headers: Headers): Promise<string> {
  const { hops, error } = await callHops(route, { headers });
  if (error !== undefined) return error.message;
  const [{ active } = { active: { baggage: {} } }, last] = hops;
  const sent = JSON.stringify(headers);
  const trace = 'traceId' in active && sent.includes(String(active.traceId)) ? 'trace kept' : 'new trace';
  const baggage = Object.entries(last?.active.baggage ?? {}).map(([key, value]) => `${key}=${value}`);
  return ['answered', trace, ...baggage].join(', ');
}

export const malformed = experiment({
  name: 'malformed',
  question: 'What do malformed and duplicated headers do?',
  did: 'A → B with our preload. A is sent headers that no propagator would write, most of them beside a valid mesh.tenant.',
  expected: {
    'traceparent that is no traceparent': 'answered, new trace, mesh.tenant=acme',
    'traceparent of zeros': 'answered, new trace, mesh.tenant=acme',
    'two traceparents': 'answered, new trace, mesh.tenant=acme',
    'b3 that is no b3': 'answered, new trace, mesh.tenant=acme',
    'baggage ;;=,,%%%,= and a good one': 'answered, new trace, mesh.tenant=acme',
    'baggage of a value that is not percent-encoded':
      'answered, new trace, mesh.tenant=acme, mesh.request_id=a "b" =c',
    'tracestate that is none': 'answered, trace kept, mesh.tenant=acme',
  },
  async run(lab) {
    const route = await lab.startHops({ name: 'A' }, { name: 'B' });
    const baggage = 'mesh.tenant=acme';
    const { traceparent, traceId, spanId } = drawTrace();
    const zeros = `00-${'0'.repeat(32)}-${spanId}-01`;
    return {
      'traceparent that is no traceparent': await outcome(route, { traceparent: '00-xyz-12-zz', baggage }),
      'traceparent of zeros': await outcome(route, { traceparent: zeros, baggage }),
      'two traceparents': await outcome(route, {
        traceparent: [traceparent, drawTrace().traceparent],
        baggage,
      }),
      'b3 that is no b3': await outcome(route, { b3: `${traceId.slice(5)}-x-y-z`, baggage }),
      'baggage ;;=,,%%%,= and a good one': await outcome(route, { baggage: `;;=,,%%%,=,${baggage}` }),
      'baggage of a value that is not percent-encoded': await outcome(route, {
        baggage: `${baggage},mesh.request_id=a "b" =c`,
      }),
      'tracestate that is none': await outcome(route, { traceparent, tracestate: '=,=,;', baggage }),
    };
  },
  why: 'Propagators must not throw: what cannot be read counts as absent, and the call goes on. A broken trace header costs the trace but not the baggage, since each has its own propagator.',
  production:
    'A trace that begins in the middle of the system is the symptom of a broken header before it. Use a probe to see what the hop received, not what the caller claims to have sent.',
});
