import { experiment } from '../../experiment.ts';
import { passageTo } from '../../passage.ts';

export const ignore = experiment({
  name: 'ignore',
  question: 'What does ignoreGrpcMethods do besides saving spans?',
  did: 'A → B → C by two methods, one of which the instrumentation of B ignores.',
  expected: {
    'a usual method, at C': 'trace, tracestate, baggage',
    'an ignored method, at B': 'nothing',
    'an ignored method, at C': 'nothing',
  },
  async run(lab) {
    const [a, b, c] = await lab.startHops(
      { name: 'A' },
      { name: 'B', sdk: { ignoreGrpcMethods: ['Ignored'] } },
      { name: 'C' },
    );
    return {
      'a usual method, at C': (await passageTo([a, b, c])).passage,
      'an ignored method, at B': (await passageTo([a, b], { method: 'ignored' })).passage,
      'an ignored method, at C': (await passageTo([a, b, c], { method: 'ignored' })).passage,
    };
  },
  why: 'An ignored method is not instrumented at all: it has no span, and its headers are neither read nor written.',
  production:
    'Ignore only probes and reflection, which call nobody. To save the spans of a busy method, use the sampler.',
});
