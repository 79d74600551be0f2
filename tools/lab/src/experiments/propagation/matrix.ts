import { experiment } from '../../experiment.ts';
import { passageTo } from '../../passage.ts';

export const matrix = experiment({
  name: 'matrix',
  question: 'What if one hop speaks other propagators than the rest?',
  did: 'A → B → C, where A and C have the default and B has another OTEL_PROPAGATORS. The table shows what reaches C. The whole matrix, with more settings and kinds of calls, is in docs/baggage.md.',
  expected: {
    'tracecontext,baggage': 'trace, tracestate, baggage',
    b3: 'trace',
    'b3,baggage': 'trace, baggage',
    tracecontext: 'trace, tracestate',
    baggage: 'baggage',
    none: 'nothing',
  },
  async run(lab) {
    const b = (propagators: string) => ({ name: 'B', env: { OTEL_PROPAGATORS: propagators } });
    const [a, c, w3c, b3, b3Baggage, traceOnly, baggageOnly, none] = await lab.startHops(
      { name: 'A' },
      { name: 'C' },
      b('tracecontext,baggage'),
      b('b3'),
      b('b3,baggage'),
      b('tracecontext'),
      b('baggage'),
      b('none'),
    );
    const through = async (hop: typeof a): Promise<string> => (await passageTo([a, hop, c])).passage;
    return {
      'tracecontext,baggage': await through(w3c),
      b3: await through(b3),
      'b3,baggage': await through(b3Baggage),
      tracecontext: await through(traceOnly),
      baggage: await through(baggageOnly),
      none: await through(none),
    };
  },
  why: 'Separate propagators carry trace and baggage, and a hop passes on only what one of its own has read. B3 has neither tracestate nor baggage: the trace looks complete, but what should steer the request is lost.',
  production:
    'Use the same list at every hop, always with `baggage`. If a team has to speak B3, add it at the front of the list instead of replacing the list.',
});
