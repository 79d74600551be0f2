import { experiment } from '../../experiment.ts';
import { historyAt } from '../../hop/call-hops.ts';
import { newestTrace, runWith, spansOf } from '../../mesh-run.ts';
import { passageTo } from '../../passage.ts';

export const retry = experiment({
  name: 'retry',
  question: 'What do retries look like?',
  did: 'A → B, with a retry policy in the channel of A. B answers the first two attempts with UNAVAILABLE. Then a run of the three services, whose extractor is told to fail.',
  expected: {
    'the call': 'answered',
    'attempts at B': '3',
    'attempts with baggage': '3',
    'server spans at B': '3',
    'client spans at A': '1',
    'parents of the server spans': 'one client span',
    'grpc-previous-rpc-attempts': 'none, 1, 2',
    'mesh.rpc.attempt of our extractor, which always fails': 'none, 2, 3, 4',
  },
  async run(lab) {
    const [a, b] = await lab.startHops({ name: 'A' }, { name: 'B' });
    const called = await passageTo([a, b], { tasks: { A: { policy: 'retry' }, B: { failFirst: 2 } } });
    const attempts = await historyAt(b, called.id);
    await lab.stopHops();
    lab.linkTrace(called.traceId, 'the trace');
    const spans = await lab.spans(called.traceId);
    const served = spans.filter(({ service, kind }) => service === 'B' && kind === 'SERVER');
    const clients = spans.filter(({ kind }) => kind === 'CLIENT');
    const parents = new Set(served.map(({ parentSpanId }) => parentSpanId));
    const mesh = await lab.startMesh();
    await runWith(mesh, { 'mesh.fault.extractor': 'status:UNAVAILABLE' });
    const failed = await spansOf(mesh, await newestTrace(mesh), 'extractor', /\/Extract$/, 4);
    const inOrder = failed.toSorted((one, other) => Number(one.startNs - other.startNs));
    return {
      'the call': called.error?.message ?? 'answered',
      'attempts at B': `${attempts.length}`,
      'attempts with baggage': `${attempts.filter(({ received }) => received['baggage'] === 'mesh.tenant=acme').length}`,
      'server spans at B': `${served.length}`,
      'client spans at A': `${clients.length}`,
      'parents of the server spans':
        parents.size === 1 && parents.has(clients[0]?.spanId) ? 'one client span' : `${parents.size} parents`,
      'grpc-previous-rpc-attempts': attempts
        .map(({ received }) => received['grpc-previous-rpc-attempts'] ?? 'none')
        .join(', '),
      'mesh.rpc.attempt of our extractor, which always fails': inOrder
        .map(({ attributes }) => Number(attributes['mesh.rpc.attempt'] ?? 0) || 'none')
        .join(', '),
    };
  },
  why: 'grpc-js retries below the instrumentation. One client span stands for all attempts, and its headers are sent again unchanged: the same span id and the same baggage. Failed attempts are visible on the server side only, where nobody looks for the reason of a slow call.',
  production:
    'Count attempts: `grpc-previous-rpc-attempts` is in the headers of every attempt but the first, and belongs on the server span; here it is `mesh.rpc.attempt`. If attempts fail before they reach a server, only a counter in the client shows them.',
});
