import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import type { Hop } from '../../hop/start-hop.ts';
import { parseBaggageHeader } from '../../w3c.ts';

const members = (count: number, bytes: number): string =>
  Array.from({ length: count }, (_, index) => `k${index}=${'v'.repeat(bytes)}`).join(',');

/** The members that the hop sends on. */
async function passed(route: readonly Hop[], baggage: string): Promise<string> {
  const { hops, error } = await callHops(route, { headers: { baggage } });
  if (error !== undefined) return 'the call fails';
  const names = Object.keys(parseBaggageHeader(hops[1]?.received['baggage']));
  return names.length <= 2 ? names.join(' ') : `${names.length}`;
}

export const limits = experiment({
  name: 'limits',
  question: 'How much baggage is too much?',
  did: 'A → B under NodeSDK. A gets more and more baggage, and the table shows what it sends on to B. Then a service with our preload gets 200 members.',
  expected: {
    '64 members': '64',
    '200 members': '180',
    'one of 5000 bytes beside a small one': 'small',
    '10 of 1000 bytes': '8',
    '30 of 1000 bytes': '8',
    '100 of 1000 bytes': 'the call fails',
    '200 members, dropped and counted by our preload': 'limit 20, unknown_key 180',
  },
  async run(lab) {
    const sdk = {};
    const [a, b, ours] = await lab.startHops({ name: 'A', sdk }, { name: 'B', sdk }, { name: 'limits' });
    const route = [a, b];
    const found = {
      '64 members': await passed(route, members(64, 10)),
      '200 members': await passed(route, members(200, 10)),
      'one of 5000 bytes beside a small one': await passed(route, `small=1,large=${'v'.repeat(5000)}`),
      '10 of 1000 bytes': await passed(route, members(10, 1000)),
      '30 of 1000 bytes': await passed(route, members(30, 1000)),
      '100 of 1000 bytes': await passed(route, members(100, 1000)),
    };
    await callHops([ours], { headers: { baggage: members(200, 10) } });
    await lab.stopHops();
    const drops = (await lab.series('mesh.baggage.dropped'))
      .filter(({ service }) => service === 'limits')
      .map(({ attributes, points }) =>
        `${JSON.stringify(attributes['reason'])} ${points.at(-1)?.value}`.replaceAll('"', ''),
      );
    return { ...found, '200 members, dropped and counted by our preload': drops.toSorted().join(', ') };
  },
  why: 'The propagator keeps 180 members, 4096 bytes a member and 8192 bytes in all. It keeps what comes first and drops the rest silently. W3C asks for no more than 64 members and 8192 bytes, where other languages stop. HTTP/2 itself ends a call with more than 64 KiB of compressed headers.',
  production:
    'Stay below 64 members and a few hundred bytes. Count what is dropped, by reason: here with `mesh.baggage.dropped` and one log record for each key.',
});
