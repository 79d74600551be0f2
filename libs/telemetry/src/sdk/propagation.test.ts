import { Client, credentials, Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReceiver, type Receiver } from '../testing/otlp-receiver.ts';
import { relayPath, relayService } from '../testing/relay-service.ts';
import { startProgram } from '../testing/run-program.ts';

const callerTrace = '0af7651916cd43dd8448eb211c80319c';
const callerSpan = 'b7ad6b7169203331';
const b3Trace = '80f198ee56343ba864fe8b2a57d3eff7';
const w3c = {
  traceparent: `00-${callerTrace}-${callerSpan}-01`,
  tracestate: 'vendor=1',
  baggage: 'mesh.tenant=acme,secret=x',
};
const b3 = { b3: `${b3Trace}-e457b5a2e4d86bd1-1` };

interface Seen {
  readonly here: { traceId?: string; baggage: Record<string, string>; isInstrumented: boolean };
  readonly worked: { traceId?: string; baggage: Record<string, string> };
}

let backend: Receiver;
let nextHop: Server;
let nextPort: number;
let sentOn: Record<string, unknown>;

beforeAll(async () => {
  backend = await startReceiver();
  nextHop = new Server();
  nextHop.addService(relayService, {
    Call: (call: { metadata: Metadata }, respond: (error: null, reply: Buffer) => void) => {
      sentOn = call.metadata.getMap();
      respond(null, Buffer.alloc(0));
    },
  });
  nextPort = await new Promise((resolve, reject) => {
    nextHop.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
});
afterAll(async () => {
  nextHop.forceShutdown();
  await backend[Symbol.asyncDispose]();
});

/** Starts a relay with these variables: `call` sends it a request with these headers, `stop` ends it. */
async function startRelay(env: Record<string, string>) {
  const endpoint = `http://127.0.0.1:${backend.port}`;
  const running = startProgram('relay', {
    NEXT_PORT: String(nextPort),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    ...env,
  });
  const port = await running.said('listening on ');
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const bytes = (value: Buffer): Buffer => value;
  return {
    async call(headers: Record<string, string>, path = relayPath): Promise<Seen> {
      const metadata = new Metadata();
      for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
      return new Promise((resolve, reject) => {
        const options = { deadline: Date.now() + 20_000 };
        client.makeUnaryRequest(path, bytes, bytes, Buffer.alloc(0), metadata, options, (error, reply) =>
          error ? reject(error) : resolve(JSON.parse(String(reply)) as Seen),
        );
      });
    },
    async stop() {
      client.close();
      running.tell('stop');
      return running.outcome;
    },
  };
}

describe('by default', () => {
  let relay: Awaited<ReturnType<typeof startRelay>>;
  beforeAll(async () => (relay = await startRelay({ OTEL_SERVICE_NAME: 'relay' })));
  afterAll(async () => relay.stop());

  test('trace and baggage reach the handler, its worker thread and the next service', async () => {
    const { here, worked } = await relay.call(w3c);
    expect(here).toMatchObject({
      traceId: callerTrace,
      baggage: { 'mesh.tenant': 'acme' },
      isInstrumented: true,
    });
    expect(worked).toEqual({ traceId: callerTrace, baggage: { 'mesh.tenant': 'acme' } });
    expect(sentOn).toMatchObject({
      traceparent: expect.stringMatching(`^00-${callerTrace}-[0-9a-f]{16}-01$`) as unknown,
      tracestate: 'vendor=1',
      baggage: 'mesh.tenant=acme',
      b3: expect.stringMatching(`^${callerTrace}-`) as unknown,
    });
  });

  test('W3C wins over B3 where the two disagree', async () => {
    expect((await relay.call({ ...b3, ...w3c })).here.traceId).toBe(callerTrace);
  });

  test('B3 is read where there is no other', async () => {
    expect((await relay.call(b3)).here.traceId).toBe(b3Trace);
  });

  test('a caller that asks for no recording gets none, and its trace goes on', async () => {
    const before = backend.spans.length;
    const { here } = await relay.call({ traceparent: `00-${callerTrace}-${callerSpan}-00` });
    expect(here.traceId).toBe(callerTrace);
    expect(sentOn['traceparent']).toMatch(/-00$/);
    expect(backend.spans.slice(before)).toEqual([]);
  });

  test.each([
    ['ids without a decision are recorded', { b3: b3.b3.replace(/-1$/, '') }, '01'],
    ['a decision without ids is followed', { b3: '0' }, '00'],
  ])('of B3, %s', async (_, headers, flags) => {
    await relay.call(headers);
    expect(sentOn).toMatchObject({
      b3: expect.stringMatching(`-${flags.slice(1)}$`) as unknown,
      traceparent: expect.stringMatching(`-${flags}$`) as unknown,
    });
  });

  test('a tracestate of nothing valid is not sent on', async () => {
    await relay.call({ ...w3c, tracestate: '=,=,;' });
    expect(sentOn).toHaveProperty('traceparent');
    expect(sentOn).not.toHaveProperty('tracestate');
  });

  test('mesh.debug makes a trace recorded that its caller did not record', async () => {
    await relay.call({ traceparent: `00-${callerTrace}-${callerSpan}-00`, baggage: 'mesh.debug=true' });
    expect(sentOn['traceparent']).toMatch(/-01$/);
  });
});

test('rpc spans are named by their method, and health checks are not traced', async () => {
  const relay = await startRelay({ OTEL_SERVICE_NAME: 'named' });
  await relay.call(w3c);
  await relay.call(w3c, '/test.v1.Relay/Check');
  await relay.stop();
  const spans = backend.spans.filter(({ resource }) => resource['service.name'] === 'named');
  const tree = spans.map(({ name, kind }) => `${String(kind)} ${name}`).toSorted();
  // Check works without being traced. The spans that it causes, of the client and the worker, are in another trace.
  const traced = spans.filter(({ traceId }) => traceId === callerTrace);
  expect(traced.map(({ name, kind }) => `${String(kind)} ${name}`).toSorted()).toEqual([
    '1 extract block',
    '1 inner',
    '2 test.v1.Relay/Call',
    '3 test.v1.Relay/Call',
  ]);
  expect(tree.filter((line) => line.includes('Check'))).toEqual([]);
});

test.each([
  ['tracecontext,baggage,b3', b3Trace, ['b3', 'baggage', 'traceparent']],
  ['b3,baggage,tracecontext', callerTrace, ['b3', 'baggage', 'traceparent', 'tracestate']],
  ['tracecontext,baggage', callerTrace, ['baggage', 'traceparent', 'tracestate']],
  [
    'b3multi,tracecontext',
    callerTrace,
    ['traceparent', 'tracestate', 'x-b3-sampled', 'x-b3-spanid', 'x-b3-traceid'],
  ],
  ['b3', b3Trace, ['b3']],
])('OTEL_PROPAGATORS=%s: the last one wins, each sends its headers', async (propagators, traceId, sent) => {
  const relay = await startRelay({ OTEL_PROPAGATORS: propagators });
  const { here } = await relay.call({ ...w3c, ...b3 });
  await relay.stop();
  expect(here.traceId).toBe(traceId);
  expect(
    Object.keys(sentOn)
      .filter((name) => /^(b3|x-b3|trace|baggage)/.test(name))
      .toSorted(),
  ).toEqual(sent);
});

test('OTEL_PROPAGATORS=none carries nothing in and nothing out', async () => {
  const relay = await startRelay({ OTEL_PROPAGATORS: 'none' });
  const { here } = await relay.call(w3c);
  await relay.stop();
  expect(here.traceId).not.toBe(callerTrace);
  expect(sentOn).not.toHaveProperty('traceparent');
});

test('baggage beside B3 reaches the worker threads', async () => {
  const relay = await startRelay({ OTEL_PROPAGATORS: 'b3,baggage' });
  const { worked } = await relay.call({ ...b3, baggage: 'mesh.tenant=acme' });
  await relay.stop();
  expect(worked).toEqual({ traceId: b3Trace, baggage: { 'mesh.tenant': 'acme' } });
});

test('OTEL_SDK_DISABLED: context and baggage pass through unchanged, nothing is recorded', async () => {
  const relay = await startRelay({ OTEL_SDK_DISABLED: 'true', OTEL_SERVICE_NAME: 'disabled' });
  const { here, worked } = await relay.call(w3c);
  const { code, stderr } = await relay.stop();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(here).toMatchObject({
    traceId: callerTrace,
    spanId: callerSpan,
    baggage: { 'mesh.tenant': 'acme' },
    isInstrumented: true,
  });
  expect(worked).toEqual({ traceId: callerTrace, baggage: { 'mesh.tenant': 'acme' } });
  expect(sentOn).toMatchObject({ ...w3c, baggage: 'mesh.tenant=acme', b3: `${callerTrace}-${callerSpan}-1` });
  const all = [...backend.spans, ...backend.logs, ...backend.metrics];
  expect(all.filter(({ resource }) => resource['service.name'] === 'disabled')).toEqual([]);
});

test('with every exporter off, trace and baggage pass and the service is quiet', async () => {
  const off = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  const relay = await startRelay({ ...off, OTEL_SERVICE_NAME: 'off' });
  const { here } = await relay.call(w3c);
  const { code, stderr } = await relay.stop();
  expect({ code, stderr, traceId: here.traceId }).toEqual({ code: 0, stderr: '', traceId: callerTrace });
  expect(sentOn).toMatchObject({ baggage: 'mesh.tenant=acme' });
  const all = [...backend.spans, ...backend.logs, ...backend.metrics];
  expect(all.filter(({ resource }) => resource['service.name'] === 'off')).toEqual([]);
});
