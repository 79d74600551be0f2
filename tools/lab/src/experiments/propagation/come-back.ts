import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import { sendEverything } from '../../passage.ts';

export const comeBack = experiment({
  name: 'return',
  question: 'Does baggage come back to the caller?',
  did: 'A → B. B sets mesh.tier in its baggage and a header in its answer.',
  expected: {
    'mesh.tier in the code of A after the call': 'absent',
    'baggage in the headers of the answer': 'none',
    'the header that B set itself, at A': 'lab-cost=12',
    'the same at the client of A': 'not passed on',
  },
  async run(lab) {
    const [a, b] = await lab.startHops({ name: 'A' }, { name: 'B' });
    const { headers } = sendEverything();
    const tasks = { B: { setBaggage: { 'mesh.tier': 'gold' }, answerHeaders: { 'lab-cost': '12' } } };
    const { hops, answered } = await callHops([a, b], { headers, tasks });
    const [atA] = hops;
    return {
      'mesh.tier in the code of A after the call': atA?.active.baggage['mesh.tier'] ?? 'absent',
      'baggage in the headers of the answer': atA?.answered?.['baggage'] ?? 'none',
      'the header that B set itself, at A': `lab-cost=${atA?.answered?.['lab-cost'] ?? ''}`,
      'the same at the client of A': answered['lab-cost'] ?? 'not passed on',
    };
  },
  why: 'Context flows down the call tree only. W3C has a draft of a traceresponse header, and nothing for baggage. Only the services that a callee calls see what it sets.',
  production:
    'Put what a caller has to learn into the response message, or into response headers that each hop passes on by itself.',
});
