import { experiment } from '../../experiment.ts';
import { callHops } from '../../hop/call-hops.ts';
import { parseBaggageHeader } from '../../w3c.ts';

export const encoding = experiment({
  name: 'encoding',
  question: 'What happens to spaces, €, quotes, = and duplicates?',
  did: 'A → B under NodeSDK. The client sends these header values unchanged; the code of A sets a value that contains all special characters.',
  expected: {
    'a=Trom Chocolatier': 'a=Trom%20Chocolatier',
    'c=1;ttl=5,c=2': 'c=2',
    'd=': 'dropped',
    'e=a=b': 'e=a%3Db',
    'f=%E2%82%AC': 'f=%E2%82%AC',
    'g=%ZZ,h=1': 'h=1',
    'two baggage headers, i=1 and j=2': 'i=1,j=2',
    '=k, no key': 'dropped',
    'set in code: 5 € "net", a=b;c,d': 'the same in the code of B',
  },
  async run(lab) {
    const sdk = {};
    const [a, b] = await lab.startHops({ name: 'A', sdk }, { name: 'B', sdk });
    const wire = async (baggage: string | string[]): Promise<string> => {
      const { hops, error } = await callHops([a, b], { headers: { baggage } });
      return error?.message ?? hops[1]?.received['baggage'] ?? 'dropped';
    };
    const value = '5 € "net", a=b;c,d';
    const { hops } = await callHops([a, b], { tasks: { A: { setBaggage: { all: value } } } });
    lab.show(
      `set in code, on the wire: all=${parseBaggageHeader(hops[1]?.received['baggage'])['all'] ?? 'nothing'}`,
    );
    return {
      'a=Trom Chocolatier': await wire('a=Trom Chocolatier'),
      'c=1;ttl=5,c=2': await wire('c=1;ttl=5,c=2'),
      'd=': await wire('d='),
      'e=a=b': await wire('e=a=b'),
      'f=%E2%82%AC': await wire('f=%E2%82%AC'),
      'g=%ZZ,h=1': await wire('g=%ZZ,h=1'),
      'two baggage headers, i=1 and j=2': await wire(['i=1', 'j=2']),
      '=k, no key': await wire('=k'),
      'set in code: 5 € "net", a=b;c,d':
        hops[1]?.active.baggage['all'] === value
          ? 'the same in the code of B'
          : String(hops[1]?.active.baggage['all']),
    };
  },
  why: 'On the wire a value is percent-encoded ASCII. The API takes any text and returns it unchanged. A malformed member is skipped silently. Properties after a semicolon belong to the entry, so a later duplicate removes them.',
  production:
    'Write baggage with the API, never by hand. Send no empty values: an absent key is clearer. Log what is dropped at the edge, because nobody else does.',
});
