import { experiment } from '../../experiment.ts';
import { passageTo } from '../../passage.ts';

export const esm = experiment({
  name: 'esm',
  question: 'Does the way grpc-js is patched and imported matter?',
  did: 'A → B → C, where B is an ES module under NodeSDK that makes its client as generated code does. The table shows what the code of B and of C gets.',
  expected: {
    'no hook, import * as grpc': 'B nothing; C nothing',
    'register(hook.mjs), import * as grpc': 'B trace, tracestate, baggage; C trace, tracestate, baggage',
    'register(hook.mjs), import grpc': 'B trace, tracestate, baggage; C nothing',
    'require in the preload, import * as grpc': 'B trace, tracestate, baggage; C trace, tracestate, baggage',
    'require in the preload, import grpc': 'B trace, tracestate, baggage; C trace, tracestate, baggage',
  },
  async run(lab) {
    const clientStyle = 'generated';
    const [a, c, none, hook, hookDefault, require, requireDefault] = await lab.startHops(
      { name: 'A' },
      { name: 'C' },
      { name: 'B', sdk: { patch: 'none' }, clientStyle },
      { name: 'B', sdk: { patch: 'hook' }, clientStyle },
      { name: 'B', sdk: { patch: 'hook' }, clientStyle, importStyle: 'default' },
      { name: 'B', sdk: { patch: 'require' }, clientStyle },
      { name: 'B', sdk: { patch: 'require' }, clientStyle, importStyle: 'default' },
    );
    const through = async (b: typeof none): Promise<string> => {
      const atB = await passageTo([a, b]);
      const atC = await passageTo([a, b, c]);
      return `B ${atB.passage}; C ${atC.passage}`;
    };
    return {
      'no hook, import * as grpc': await through(none),
      'register(hook.mjs), import * as grpc': await through(hook),
      'register(hook.mjs), import grpc': await through(hookDefault),
      'require in the preload, import * as grpc': await through(require),
      'require in the preload, import grpc': await through(requireDefault),
    };
  },
  why: 'Instrumentations patch what `require` returns. An ES import is a snapshot of names that is taken once. The hook replaces these names, but not the object behind `default`. Both share the class of servers, which is patched in place; the function that makes generated clients is not shared.',
  production:
    'Load grpc-js with `require` in the preload, before anything imports it: then every style of import is patched. Check this at start, as `isInstrumented()` does, since nothing else would report it.',
});
