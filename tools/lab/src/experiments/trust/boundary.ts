import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';

export const boundary = experiment({
  name: 'boundary',
  question: 'Where must baggage stop?',
  did: 'One of our clients sends a tenant, a card number and a key of somebody else to A, which calls a third party: once unchanged, once without baggage. Under NodeSDK, and with our preload.',
  expected: {
    'NodeSDK, at the third party': 'mesh.tenant=acme,card.number=4711,vendor.key=1',
    'our preload, at the third party': 'mesh.tenant=acme',
    'our preload, after propagation.deleteBaggage': 'nothing',
    'drops counted by our preload': 'unknown_key 4',
    'card.number in its log': 'the key once, the value never',
  },
  async run(lab) {
    const [plain, ours, third] = await lab.startHops(
      { name: 'A', sdk: {} },
      { name: 'boundary' },
      { name: 'third party', sdk: {} },
    );
    const headers = { baggage: 'mesh.tenant=acme,card.number=4711,vendor.key=1' };
    const at = async (hop: typeof plain, dropBaggage = false): Promise<string> => {
      const { hops } = await callHops([hop, third], { headers, tasks: { [hop.name]: { dropBaggage } } });
      return hops[1]?.received['baggage'] ?? 'nothing';
    };
    const seen = {
      'NodeSDK, at the third party': await at(plain),
      'our preload, at the third party': await at(ours),
      'our preload, after propagation.deleteBaggage': await at(ours, true),
    };
    await lab.stopHops();
    const drops = (await lab.series('mesh.baggage.dropped'))
      .filter(({ service }) => service === 'boundary')
      .map(({ attributes, points }) =>
        `${JSON.stringify(attributes['reason'])} ${points.at(-1)?.value}`.replaceAll('"', ''),
      );
    const [keys, values] = ['card.number', '4711'].map((text) => ours.output().split(text).length - 1);
    return {
      ...seen,
      'drops counted by our preload': drops.join(', '),
      'card.number in its log':
        keys === 1 && values === 0
          ? 'the key once, the value never'
          : `the key ${keys} times, the value ${values} times`,
    };
  },
  why: 'A propagator writes everything in the context to everybody who is called, third parties included. And everything that a caller sent is in the context.',
  production:
    'Accept by a list at the first hop, and let nothing out: wrap clients of third parties in `context.with(propagation.deleteBaggage(context.active()), …)`. Count what is dropped, and log the key but never the value.',
});
