import { experiment } from '../../experiment.ts';
import { historyAt } from '../../hop/call-hops.ts';
import { passageTo } from '../../passage.ts';

export const hedge = experiment({
  name: 'hedge',
  question: 'What does a hedged call look like?',
  did: 'A → B, with a hedging policy in the channel of A: a second attempt after 200 ms. B takes 5 s for the first attempt and answers the second at once.',
  expected: {
    'the call': 'answered by the second attempt',
    'attempts at B': '2',
    'attempts with baggage': '2',
    'the first attempt': 'cancellation',
    'the second attempt': 'answer',
    'client spans at A': '1',
  },
  async run(lab) {
    const [a, b] = await lab.startHops({ name: 'A' }, { name: 'B' });
    const startedAt = performance.now();
    const called = await passageTo([a, b], { tasks: { A: { policy: 'hedge' }, B: { slowFirstMs: 5_000 } } });
    const tookMs = performance.now() - startedAt;
    const attempts = await historyAt(b, called.id);
    await lab.stopHops();
    lab.linkTrace(called.traceId, 'the trace');
    const clients = (await lab.spans(called.traceId)).filter(({ kind }) => kind === 'CLIENT');
    return {
      'the call':
        called.error?.message ??
        (tookMs < 5_000 ? 'answered by the second attempt' : 'answered by the first'),
      'attempts at B': `${attempts.length}`,
      'attempts with baggage': `${attempts.filter(({ received }) => received['baggage'] === 'mesh.tenant=acme').length}`,
      'the first attempt': attempts[0]?.endedBy ?? 'none',
      'the second attempt': attempts[1]?.endedBy ?? 'none',
      'client spans at A': `${clients.length}`,
    };
  },
  why: 'Each attempt is a call of its own with the same headers. The first answer wins and the other attempt is cancelled. Both do work: twice the CPU time for the same tenant.',
  production:
    'Hedge only reads, with a delay near the 95th percentile. Handle the cancellation, or the losing attempt burns CPU until it is done. A tenant is charged for the losing attempts as well.',
});
