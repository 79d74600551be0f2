import { context, SpanKind, trace } from '@opentelemetry/api';
import { metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { startDevtools, type Devtools } from './devtools.ts';
import { messageType } from './otlp.ts';
import { startSender } from './testing/sender.ts';

let devtools: Devtools;
beforeAll(async () => {
  devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
});
afterAll(async () => {
  await devtools[Symbol.asyncDispose]();
});

/** What the backend keeps of a span, a log record and a histogram, without what tells one sending from another. */
async function keptFrom(...[address, service, options]: Parameters<typeof startSender>): Promise<object[]> {
  await using sender = startSender(address, service, options);
  const span = sender.traces.getTracer('tests', '1.2.3').startSpan('work', {
    kind: SpanKind.SERVER,
    startTime: [1_764_000_000, 123_456_789],
    attributes: { int: 2 ** 40, double: 0.5, texts: ['a', 'b'], yes: true },
    links: [{ context: { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 } }],
  });
  span.end([1_764_000_001, 987_654_321]);
  sender.logs.getLogger('tests').emit({
    eventName: 'block.stored',
    body: { block: 3 },
    timestamp: [1_764_000_000, 0],
    context: trace.setSpan(context.active(), span),
    attributes: { n: 1 },
  });
  const histogram = sender.meters.getMeter('tests').createHistogram('http.duration', { unit: 's' });
  for (const value of [0.05, 5]) histogram.record(value);
  await sender.flush();
  const { traceId, spanId } = span.spanContext();
  const spans = await traceSpans(devtools.url, traceId);
  const logs = await traceLogs(devtools.url, traceId);
  const series = (await metricSeries(devtools.url, 'http.duration')).filter((one) => one.service === service);
  expect([spans, logs]).toMatchObject([[{ spanId, service }], [{ spanId, service }]]);
  const source = { traceId: '', spanId: '', service: '', instanceId: '' };
  const points = series.flatMap((one) => one.points).map((point) => ({ ...point, timeNs: 0, startNs: 0 }));
  return [...spans, ...logs, ...series]
    .map((one) => ({ ...one, ...source }))
    .map((one) => ({ ...one, points }));
}

test.each([
  ['http/json', false],
  ['http/json', true],
  ['http/protobuf', false],
  ['http/protobuf', true],
] as const)('what comes by %s, gzip %s, is what would come by gRPC', async (protocol, gzip) => {
  const { host } = new URL(devtools.url);
  const overHttp = await keptFrom(host, `${protocol} ${gzip}`, { protocol, gzip });
  expect(overHttp).toEqual(await keptFrom(devtools.otlpAddress, `not ${protocol} ${gzip}`));
});

// examples/trace.json of https://github.com/open-telemetry/opentelemetry-proto
const example = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'my.service' } }] },
      scopeSpans: [
        {
          scope: {
            name: 'my.library',
            version: '1.0.0',
            attributes: [{ key: 'my.scope.attribute', value: { stringValue: 'some scope attribute' } }],
          },
          spans: [
            {
              traceId: '5B8EFFF798038103D269B633813FC60C',
              spanId: 'EEE19B7EC3C1B174',
              parentSpanId: 'EEE19B7EC3C1B173',
              name: "I'm a server span",
              startTimeUnixNano: '1544712660000000000',
              endTimeUnixNano: '1544712661000000000',
              kind: 2,
              attributes: [{ key: 'my.span.attr', value: { stringValue: 'some value' } }],
            },
          ],
        },
      ],
    },
  ],
};

function post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Response> {
  return fetch(`${devtools.url}${path}`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers,
  });
}

const json = { 'content-type': 'application/json' };
const protobuf = { 'content-type': 'application/x-protobuf' };

test('the example of the specification is taken', async () => {
  const reply = await post('/v1/traces', JSON.stringify(example), {
    'content-type': 'application/json; charset=utf-8',
  });
  expect([reply.status, reply.headers.get('content-type'), await reply.json()]).toEqual([
    200,
    'application/json',
    {},
  ]);
  expect(await traceSpans(devtools.url, '5b8efff798038103d269b633813fc60c')).toMatchObject([
    {
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: 'eee19b7ec3c1b173',
      name: "I'm a server span",
      kind: 'SERVER',
      service: 'my.service',
      startNs: 1_544_712_660_000_000_000n,
      attributes: { 'my.span.attr': 'some value' },
    },
  ]);
});

const limit = 64 * 1024 ** 2;

test.each([
  ['half an object', '/v1/traces', '{', json, 400, /^malformed trace.v1.TraceService export: /],
  ['a text', '/v1/logs', '"text"', json, 400, /^malformed logs.v1.LogsService export: not an object$/],
  ['another shape', '/v1/metrics', '{"resourceMetrics":3}', json, 400, /array expected/],
  ['no protobuf', '/v1/metrics', Buffer.from([0x0a, 0xff, 0x01]), protobuf, 400, /^malformed metrics.v1/],
  ['no gzip', '/v1/traces', '{}', { ...json, 'content-encoding': 'gzip' }, 400, /^the body is not gzip$/],
  ['brotli', '/v1/traces', '{}', { ...json, 'content-encoding': 'br' }, 415, /"br" is not gzip or identity/],
  [
    'plain text',
    '/v1/traces',
    '{}',
    { 'content-type': 'text/plain' },
    415,
    /"text\/plain" is not application/,
  ],
  [
    'too much when unpacked',
    '/v1/traces',
    gzipSync(Buffer.alloc(limit + 1)),
    { ...protobuf, 'content-encoding': 'gzip' },
    413,
    /^the export exceeds 67108864 bytes, unpacked$/,
  ],
  ['too much', '/v1/traces', Buffer.alloc(limit + 1), json, 413, /^the export exceeds 67108864 bytes/],
] as const)('%s is refused, in words', async (_, path, body, headers, status, message) => {
  const reply = await post(path, body, headers);
  expect(reply.status).toBe(status);
  const failure =
    reply.headers.get('content-type') === 'application/json'
      ? ((await reply.json()) as object)
      : messageType('Failure').decode(new Uint8Array(await reply.arrayBuffer()));
  expect(failure).toMatchObject({ message: expect.stringMatching(message) as unknown });
});

test('the page and its API stay where they are', async () => {
  expect((await fetch(devtools.url)).headers.get('content-type')).toContain('text/html');
  expect(await (await fetch(`${devtools.url}/v1/traces`, { method: 'DELETE' })).json()).toEqual({
    cleared: true,
  });
  expect((await post('/v1/other', '{}', json)).status).toBe(404);
});
