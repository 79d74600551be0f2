import { Client, credentials } from '@grpc/grpc-js';
import { metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { expect, test } from 'vitest';
import { startDevtools, type Devtools } from './devtools.ts';
import { messageType } from './otlp.ts';
import { grpcPath, signals, type Signal } from './signals.ts';

const traceId = '5b8efff798038103d269b633813fc60c';
const ids = { traceId, spanId: 'eee19b7ec3c1b174' };
const time = '1764000000000000000';

const oneExport = {
  traces: (...spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  logs: (...logRecords: object[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  metrics: (...metrics: object[]) => ({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
};

/** The partial success that each protocol tells of, as JSON tells it. */
const protocols: Record<string, (devtools: Devtools, signal: Signal, body: object) => Promise<object>> = {
  'http/json': async (devtools, signal, body) => {
    const reply = await postTo(devtools, signal, 'application/json', JSON.stringify(body));
    return (await reply.json()) as object;
  },
  'http/protobuf': async (devtools, signal, body) => {
    const reply = await postTo(devtools, signal, 'application/x-protobuf', toBytes(signal, body));
    return fromBytes(signal, Buffer.from(await reply.arrayBuffer()));
  },
  grpc: async (devtools, signal, body) => {
    const client = new Client(devtools.otlpAddress, credentials.createInsecure());
    const asIs = (value: Buffer): Buffer => value;
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    client.makeUnaryRequest(grpcPath(signal), asIs, asIs, toBytes(signal, body), (error, reply) =>
      error ? reject(error) : resolve(reply ?? Buffer.alloc(0)),
    );
    return fromBytes(signal, await promise.finally(() => client.close()));
  },
};

function postTo(devtools: Devtools, signal: Signal, type: string, body: string | Buffer): Promise<Response> {
  const init = { method: 'POST', body: new Uint8Array(Buffer.from(body)) };
  return fetch(`${devtools.url}/v1/${signal}`, { ...init, headers: { 'content-type': type } });
}

/** Ids are hexadecimal here, and base64 in what protobufjs reads. */
function toBytes(signal: Signal, body: object): Buffer {
  const type = messageType(signals[signal].request);
  const based = JSON.stringify(body, (key, value: unknown) =>
    /(?:trace|span)Id$/i.test(key) && typeof value === 'string'
      ? Buffer.from(value, 'hex').toString('base64')
      : value,
  );
  return Buffer.from(type.encode(type.fromObject(JSON.parse(based) as object)).finish());
}

function fromBytes(signal: Signal, bytes: Buffer): object {
  const type = messageType('ExportResponse');
  const { partialSuccess } = type.toObject(type.decode(bytes), { longs: String }) as {
    partialSuccess?: { rejected: string; errorMessage: string };
  };
  if (partialSuccess === undefined) return {};
  const { rejected, errorMessage } = partialSuccess;
  return { partialSuccess: { [signals[signal].rejected]: rejected, errorMessage } };
}

test.each(Object.keys(protocols))(
  '%s: damaged records alone are refused, counted and told of',
  async (name) => {
    await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
    const send = async (signal: Signal, body: object) => protocols[name]?.(devtools, signal, body);
    const named = { startTimeUnixNano: time, endTimeUnixNano: time };
    const spans = [
      { ...ids, ...named, name: 'good', links: [{ attributes: [] }] },
      { traceId, ...named, name: 'no id' },
      { ...ids, spanId: '00'.repeat(8), ...named, name: 'zero' },
      { ...ids, traceId: 'abcd', ...named, name: 'short' },
      { ...ids, parentSpanId: 'abcd', ...named, name: 'short parent' },
    ];
    expect(await send('traces', oneExport.traces(...spans))).toEqual({
      partialSuccess: {
        rejectedSpans: '4',
        errorMessage: 'span "no id" has a span id of 0 bytes, or all zero',
      },
    });
    expect(await traceSpans(devtools.url, traceId)).toMatchObject([{ name: 'good' }]);

    const point = { timeUnixNano: time, asDouble: 1 };
    const histogram = { timeUnixNano: time, count: 1, bucketCounts: [1], explicitBounds: [1, 2] };
    const metrics = [
      { name: 'good', gauge: { dataPoints: [point] } },
      { name: '', gauge: { dataPoints: [point, point] } },
      { name: 'bad', histogram: { dataPoints: [histogram] } },
      { name: 'of a kind to come' },
    ];
    expect(await send('metrics', oneExport.metrics(...metrics))).toEqual({
      partialSuccess: { rejectedDataPoints: '3', errorMessage: 'data point of a metric without a name' },
    });
    expect(await metricSeries(devtools.url, 'good')).toHaveLength(1);
  },
);

test.each(Object.keys(protocols))('%s: a log record needs no ids, and is kept', async (name) => {
  await using devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
  const records = [{}, { traceId }, { spanId: ids.spanId }, { traceId: 'abcd', spanId: 'ab' }, ids];
  const body = oneExport.logs(
    ...records.map((record, n) => ({ ...record, timeUnixNano: time, body: { intValue: n } })),
  );
  expect(await protocols[name]?.(devtools, 'logs', body)).toEqual({});
  const stats = (await (await fetch(`${devtools.url}/api/stats`)).json()) as object;
  expect(stats).toMatchObject({ logCount: records.length });
  const ofTrace = (await traceLogs(devtools.url, traceId)).map((log) => log.body);
  expect(new Set(ofTrace)).toEqual(new Set(['1', '4']));
});
