import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import { renderHops } from '../../hop-table.ts';
import { drawTrace } from '../../w3c.ts';

export const hops = experiment({
  name: 'hops',
  question: 'Does baggage reach the last hop?',
  did: 'Three services with our preload, A → B → C. The client sends traceparent, tracestate and baggage to A.',
  expected: {
    'trace id at A, B, C': 'the one sent',
    'tracestate at C': 'vendor=1',
    'baggage on the wire to C': 'mesh.tenant=acme',
    'baggage in the code of A, B, C': 'mesh.tenant=acme',
    'span id in traceparent at A, B, C': 'three different ones',
  },
  async run(lab) {
    const [a, b, c] = await lab.startHops({ name: 'A' }, { name: 'B' }, { name: 'C' });
    const { traceId, traceparent } = drawTrace();
    const headers = { traceparent, tracestate: 'vendor=1', baggage: 'mesh.tenant=acme' };
    const called = await callHops([a, b, c], { headers });
    lab.show(renderHops(called));
    lab.linkTrace(traceId, 'the trace');
    const reports = called.hops;
    const traces = new Set(reports.map(({ active }) => active.traceId));
    const tenants = new Set(reports.map(({ active }) => active.baggage['mesh.tenant']));
    const parents = new Set(reports.map(({ received }) => received['traceparent']));
    return {
      'trace id at A, B, C':
        reports.length === 3 && traces.size === 1 && traces.has(traceId)
          ? 'the one sent'
          : [...traces].join(' '),
      'tracestate at C': reports[2]?.active.tracestate ?? 'none',
      'baggage on the wire to C': reports[2]?.received['baggage'] ?? 'none',
      'baggage in the code of A, B, C': [...tenants].map((tenant) => `mesh.tenant=${tenant}`).join(' '),
      'span id in traceparent at A, B, C':
        parents.size === 3 ? 'three different ones' : `${parents.size} different`,
    };
  },
  why: 'Nothing in gRPC carries baggage. The instrumentation writes the active context into the headers of each outgoing call, and reads it from those of each incoming call. In between, AsyncLocalStorage keeps it with the handler. If one hop lacks any of the three, everything behind it starts anew.',
  production:
    'Test it as this experiment does: ask the last hop what it received. A check at start that the instrumentation works (`isInstrumented()`) and one test that reads the headers at the last hop find what no dashboard shows.',
});
