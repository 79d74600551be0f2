import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';

export const leak = experiment({
  name: 'leak',
  question: 'Can the baggage of one call end up in another?',
  did: 'A → B twice, first with mesh.tenant=acme, then without: once A makes new Metadata for each call, once it uses one object for all calls.',
  expected: {
    'second call, new Metadata': 'no baggage',
    'second call, shared Metadata': 'mesh.tenant=acme',
  },
  async run(lab) {
    const route = await lab.startHops({ name: 'A' }, { name: 'B' });
    const second = async (shareMetadata: boolean): Promise<string> => {
      const tasks = { A: { shareMetadata } };
      await callHops(route, { headers: { baggage: 'mesh.tenant=acme' }, tasks });
      const { hops } = await callHops(route, { tasks });
      return hops[1]?.received['baggage'] ?? 'no baggage';
    };
    return {
      'second call, new Metadata': await second(false),
      'second call, shared Metadata': await second(true),
    };
  },
  why: 'The instrumentation writes into the Metadata object of the caller. Without baggage it writes nothing, and the entry of the call before stays.',
  production:
    'Make new Metadata for every call, as our client does. With a constant that holds the credentials of all calls, one tenant is charged for another.',
});
