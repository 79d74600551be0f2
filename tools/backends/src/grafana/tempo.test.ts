import { expect, test } from 'vitest';
import { BackendError } from '../backend-error.ts';
import { tempoSearch, tempoTrace } from './tempo.ts';
import { serveHttp } from '../testing/serve-http.ts';

const traceId = '00000000000000010a0b0c0d0e0f1011';
const spanId = '0102030405060708';
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const expected = {
  traceId,
  spanId,
  parentSpanId: '1112131415161718',
  service: 'loader',
  instanceId: 'loader-1',
  name: 'store block',
  kind: 'CLIENT',
  startNs: 1_800_000_000_000_000_001n,
  endNs: 1_800_000_000_000_000_999n,
  attributes: {
    'mesh.tenant': 'acme',
    'thread.id': 3,
    'mesh.thread.cpu.time': 0.25,
    ok: false,
    all: ['a', 1],
  },
  status: 'ERROR',
  statusMessage: 'disk full',
  events: [{ name: 'retry', attributes: { attempt: 2 } }],
};
const resourceSpans = (
  id: (hex: string) => string,
  parent: string | undefined,
  kind: string | number,
  status: object = {},
): object[] => [
  {
    resource: {
      attributes: [
        { key: 'service.name', value: { stringValue: 'loader' } },
        { key: 'service.instance.id', value: { stringValue: 'loader-1' } },
      ],
    },
    scopeSpans: [
      {
        scope: { name: 'x' },
        spans: [
          {
            traceId: id(traceId),
            spanId: id(spanId),
            ...(parent !== undefined && { parentSpanId: id(parent) }),
            name: 'store block',
            kind,
            startTimeUnixNano: '1800000000000000001',
            endTimeUnixNano: '1800000000000000999',
            attributes: [
              { key: 'mesh.tenant', value: { stringValue: 'acme' } },
              { key: 'thread.id', value: { intValue: '3' } },
              { key: 'mesh.thread.cpu.time', value: { doubleValue: 0.25 } },
              { key: 'ok', value: { boolValue: false } },
              { key: 'all', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }] } } },
            ],
            events: [{ name: 'retry', attributes: [{ key: 'attempt', value: { intValue: '2' } }] }],
            status,
          },
        ],
      },
    ],
  },
];

async function answering(answer: object | undefined) {
  const asked: string[] = [];
  const server = await serveHttp('application/json', (url) => {
    asked.push(url.pathname + url.search);
    return answer && JSON.stringify(answer);
  });
  return { url: server.url, asked, [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
}

test.each([
  ['base64 ids and names of kinds', base64, 'SPAN_KIND_CLIENT', 'resourceSpans'],
  ['hex ids and numbers of kinds', (hex: string) => hex.toUpperCase(), 3, 'resourceSpans'],
  ['the older name of its list', base64, 'SPAN_KIND_CLIENT', 'batches'],
])('a trace is read with %s', async (_, id, kind, list) => {
  const status = { code: kind === 3 ? 2 : 'STATUS_CODE_ERROR', message: 'disk full' };
  const trace = { [list]: resourceSpans(id, expected.parentSpanId, kind, status) };
  await using tempo = await answering({ trace, metrics: {} });
  expect(await tempoTrace(tempo, traceId)).toEqual([expected]);
  expect(tempo.asked).toEqual([`/api/v2/traces/${traceId}`]);
});

test.each([undefined, '', '0000000000000000'])('a span with the parent %j is a root', async (parent) => {
  await using tempo = await answering({ trace: { resourceSpans: resourceSpans(base64, parent, 0) } });
  const [span] = await tempoTrace(tempo, traceId);
  expect(span).not.toHaveProperty('parentSpanId');
  expect(span).toMatchObject({ kind: 'INTERNAL', status: 'UNSET' });
});

test.each([undefined, {}, { trace: {} }])(
  'a trace that Tempo does not have has no spans: %j',
  async (answer) => {
    await using tempo = await answering(answer);
    expect(await tempoTrace(tempo, traceId)).toEqual([]);
  },
);

test('an incomplete trace is an error', async () => {
  const message = 'trace exceeds max size';
  await using tempo = await answering({ trace: {}, status: 'PARTIAL', message });
  await expect(tempoTrace(tempo, traceId)).rejects.toThrow(`only a part of trace ${traceId}: ${message}`);
});

test('a search returns ids with leading zeros, over whole seconds', async () => {
  await using tempo = await answering({ traces: [{ traceID: '10a0b0c0d0e0f1011' }] });
  const during = { startNs: 1_500_000_000n, endNs: 9_500_000_000n, limit: 2 };
  expect(await tempoSearch(tempo, '{ }', during)).toEqual([traceId]);
  expect(tempo.asked).toEqual(['/api/search?q=%7B+%7D&start=1&end=10&limit=2']);
});

test('a search that may be cut off is an error', async () => {
  await using tempo = await answering({ traces: [{ traceID: '1' }, { traceID: '2' }] });
  const search = tempoSearch(tempo, '{ }', { startNs: 0n, endNs: 1n, limit: 2 });
  await expect(search).rejects.toThrow(BackendError);
});
