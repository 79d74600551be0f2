import { formatTable } from '@prime-mesh/harness';
import type { Client } from '@grpc/grpc-js';
import { experiment } from '../../experiment.ts';
import { callHops, connect } from '../../hop/call-hops.ts';
import type { Hop } from '../../hop/start-hop.ts';

const keys = [0, 5, 20, 60] as const;
const rounds = 11;
const callsARound = 40;

/** Entries of a usual size: `baggage-key-07=value-of-usual-size`. */
function headerOf(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `baggage-key-${`${index}`.padStart(2, '0')}=value-of-usual-size`,
  ).join(',');
}

async function timeCalls(
  route: readonly Hop[],
  client: Client,
  baggage: string,
): Promise<{ us: number[]; bytes: number }> {
  const us: number[] = [];
  let bytes = 0;
  for (let call = 0; call < callsARound; call += 1) {
    const startedAt = performance.now();
    const { hops } = await callHops(route, { client, headers: baggage === '' ? {} : { baggage } });
    us.push((performance.now() - startedAt) * 1e3);
    bytes = hops[1]?.received['baggage']?.length ?? 0;
  }
  return { us, bytes };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

export const cost = experiment({
  name: 'cost',
  question: 'What does baggage cost?',
  did: `A → B with 0, 5, 20 and 60 entries, ${(rounds - 1) * callsARound} calls each, in turns.`,
  expected: {
    'bytes of the header, 0 entries': '0',
    'bytes of the header, 5 entries': '174',
    'bytes of the header, 20 entries': '699',
    'bytes of the header, 60 entries': '2099',
    'added to a call of two hops by 60 entries': 'less than 5 ms',
  },
  async run(lab) {
    const route = await lab.startHops({ name: 'A', sdk: {} }, { name: 'B', sdk: {} });
    const client = connect(route[0]);
    const found = new Map(keys.map((count) => [count, { us: [] as number[], bytes: 0 }]));
    for (let round = 0; round < rounds; round += 1) {
      for (const count of keys) {
        const { us, bytes } = await timeCalls(route, client, headerOf(count));
        const sum = found.get(count);
        if (round > 0) sum?.us.push(...us); // the first is a warm-up
        found.set(count, { us: sum?.us ?? [], bytes });
      }
    }
    client.close();
    const base = median(found.get(0)?.us ?? []);
    const rows = [...found].map(([count, { us, bytes }]) => [
      `${count}`,
      `${bytes}`,
      `${Math.round(median(us))}`,
      `${Math.round(median(us) - base)}`,
    ]);
    lab.show(formatTable(rows, { head: ['entries', 'bytes a hop', 'µs a call, median', 'µs added'] }));
    const addedUs = median(found.get(60)?.us ?? []) - base;
    const bytesOf = (count: (typeof keys)[number]): string => `${found.get(count)?.bytes}`;
    return {
      'bytes of the header, 0 entries': bytesOf(0),
      'bytes of the header, 5 entries': bytesOf(5),
      'bytes of the header, 20 entries': bytesOf(20),
      'bytes of the header, 60 entries': bytesOf(60),
      'added to a call of two hops by 60 entries':
        addedUs < 5_000 ? 'less than 5 ms' : `${Math.round(addedUs)} µs`,
    };
  },
  why: 'Every hop parses all entries and writes all of them into every call. The bytes are paid for each hop and each attempt, the CPU time twice for each hop.',
  production:
    'A handful of short keys has no visible cost. Baggage is for what steers and labels a request, not for its data: a token or a document in it reaches services that never asked for it.',
});
