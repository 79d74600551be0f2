import { metricNames, metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { type Mesh, startMesh } from '@prime-mesh/harness';
import { services, type Service } from '@prime-mesh/telemetry/names';
import { once } from 'node:events';
import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Services report every second. */
const poll = { timeout: 10_000 };

let mesh: Mesh;
beforeAll(async () => {
  mesh = await startMesh();
});
afterAll(async () => mesh[Symbol.asyncDispose]());

type Baggage = Readonly<Record<string, string>>;

async function run(baggage: Baggage, args: readonly string[] = ['--to', '10^6'], where = mesh) {
  const entries = Object.entries(baggage).flatMap(([key, value]) => ['--baggage', `${key}=${value}`]);
  const ended = await where.meshctl('run', ...args, ...entries, '--json');
  return { ...ended, traceId: String(ended.json['trace_id']) };
}

async function series(metric: string, service?: Service, where = mesh) {
  const all = await metricSeries(where.backend.url, metric);
  return service === undefined ? all : all.filter((one) => one.service === service);
}

/** How many entries of baggage a service has dropped for a reason. */
async function dropped(service: Service, reason: string, where = mesh): Promise<number> {
  const found = (await series('mesh.baggage.dropped', service, where)).filter(
    ({ attributes }) => attributes['reason'] === reason,
  );
  return found.reduce((total, { points }) => total + (points.at(-1)?.value ?? 0), 0);
}

/** How often a service has logged that it dropped a key. */
function timesLogged(service: Service, key: string, where = mesh): number {
  const lines = where[service].output().split('\n');
  return lines.filter((line) => line.includes('"baggage.dropped"') && line.includes(`"${key}"`)).length;
}

const everyKey = {
  'mesh.tenant': 'Trom "€" a=b, c',
  'mesh.tier': 'silver',
  'mesh.algorithm': 'sieve',
  'mesh.request_id': 'r-1',
  'mesh.synthetic': 'false',
  'mesh.debug': 'true',
  'mesh.fault.loader': 'error:0',
  'mesh.fault.transformer': 'delay:1ms',
  'mesh.fault.extractor': 'cpu:1ms',
};
const onMetrics = ['mesh.algorithm', 'mesh.tenant', 'mesh.tier'];

test('every key set at the edge is on each span and log of every hop', async () => {
  const { json, code, traceId } = await run(everyKey);
  expect(code).toBe(0);
  expect(json).toMatchObject({ baggage: everyKey, primes: '78498' });
  expect((await mesh.meshctl('verify', String(json['run']))).code).toBe(0);
  const spans = await traceSpans(mesh.backend.url, traceId);
  const logs = (await traceLogs(mesh.backend.url, traceId)).filter(({ service }) => service !== 'meshctl');
  for (const service of services) {
    for (const records of [spans, logs]) {
      const own = records.filter((record) => record.service === service);
      expect(own.length, service).toBeGreaterThan(0);
      for (const { attributes } of own) expect(attributes, service).toMatchObject(everyKey);
    }
  }
});

test('of these keys, metrics carry only those that the table allows', async () => {
  for (const service of services) {
    await expect
      .poll(async () => {
        const found = (await series('mesh.cpu.time', service)).map(({ attributes }) => attributes);
        return found.find((attributes) => attributes['mesh.tenant'] === everyKey['mesh.tenant']);
      }, poll)
      .toMatchObject(
        Object.fromEntries(onMetrics.map((key) => [key, everyKey[key as keyof typeof everyKey]])),
      );
  }
  const names = await metricNames(mesh.backend.url);
  const all = (await Promise.all(names.map(async (name) => series(name)))).flat();
  const keys = new Set(all.flatMap(({ attributes }) => Object.keys(attributes)));
  const unbounded = Object.keys(everyKey).filter((key) => !onMetrics.includes(key));
  expect(unbounded.filter((key) => keys.has(key))).toEqual([]);
});

/** A request for the range [0, 1000), its bounds as text, in protobuf. */
const upTo1000 = Buffer.from('0a090a0130120431303030', 'hex');

/**
 * Calls a unary method over bare HTTP/2 with headers that no gRPC client would send. Returns its gRPC status, or
 * undefined if there was none.
 */
async function rawCall(
  address: string,
  method: string,
  message: Buffer,
  headers: OutgoingHttpHeaders,
): Promise<string | undefined> {
  const session = connect(`http://${address}`);
  try {
    await once(session, 'connect');
    const stream = session.request({
      ':method': 'POST',
      ':path': `/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    });
    let status: string | undefined;
    const note = (found: IncomingHttpHeaders): void => {
      status = found['grpc-status']?.toString() ?? status;
    };
    stream.on('response', note).on('trailers', note).resume();
    const prefix = Buffer.alloc(5); // not compressed; length
    prefix.writeUInt32BE(message.length, 1);
    stream.end(Buffer.concat([prefix, message]));
    await once(stream, 'close');
    return status;
  } finally {
    session.close();
  }
}

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test.each<[string, Record<string, string | string[]>, [string, number][]]>([
  ['spaces, quotes, =', { baggage: 'mesh.tenant=Trom "Choc" a=b' }, []],
  ['raw UTF-8', { baggage: Buffer.from('mesh.tenant=€').toString('latin1') }, []],
  ['a forged tenant twice', { baggage: 'mesh.tenant=acme,mesh.tenant=root' }, []],
  ['an unknown key', { baggage: 'raw.unknown=s3cr3t' }, [['unknown_key', 1]]],
  ['an unknown fault', { baggage: 'mesh.fault.extractor=explode' }, [['invalid_value', 1]]],
  ['no syntax at all', { baggage: ';;=,,%%%,=' }, [['malformed', 3]]],
  ['an entry of 5 kB', { baggage: `mesh.tenant=${'x'.repeat(5_000)}` }, [['limit', 1]]],
  ['1000 entries', { baggage: 'raw.many=1,'.repeat(1_000) }, [['limit', 820]]],
  ['two traceparents', { traceparent: [parent, parent], baggage: 'mesh.tenant=a' }, []],
  ['a broken traceparent', { traceparent: '00-zz-00-99', tracestate: '=,=' }, []],
  ['an all-zero traceparent', { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }, []],
  ['a broken b3', { b3: 'x-y-z', 'x-b3-traceid': 'nope', 'x-b3-sampled': 'perhaps' }, []],
  ['two baggage headers', { baggage: ['mesh.tenant=a', 'raw.second=1'] }, [['unknown_key', 1]]],
  ['two tracestates', { traceparent: parent, tracestate: ['a=1', '=,;'] }, []],
  ['two b3', { b3: ['80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1', 'x'] }, []],
  ['two X-B3-TraceId', { 'x-b3-traceid': ['80f198ee56343ba8', 'x'], 'x-b3-spanid': ['a', 'b'] }, []],
  [
    'keys of Object.prototype',
    { baggage: '__proto__=1,mesh.fault.constructor=error:1' },
    [['unknown_key', 2]],
  ],
  ['b3 against W3C', { b3: '80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-0', traceparent: parent }, []],
])('sent straight to each service, %s fails no call and is counted', async (_, headers, counted) => {
  const before = await Promise.all(counted.map(async ([reason]) => dropped('extractor', reason)));
  const call = async (variable: string, method: string, message: Buffer) =>
    rawCall(mesh.env[variable] ?? '', `primemesh.v1.${method}`, message, headers);
  expect(await call('EXTRACTOR_ADDRESS', 'Extractor/Extract', upTo1000)).toBe('0');
  expect(await call('TRANSFORMER_ADDRESS', 'Transformer/Transform', upTo1000)).toBe('0');
  expect(await call('LOADER_ADDRESS', 'Loader/ListRuns', Buffer.alloc(0))).toBe('0');
  for (const [index, [reason, count]] of counted.entries()) {
    await expect.poll(async () => dropped('extractor', reason), poll).toBe((before[index] ?? 0) + count);
  }
});

test('each service logs what it drops once, without its value', async () => {
  for (const [variable, method] of [
    ['EXTRACTOR_ADDRESS', 'Extractor/Extract'],
    ['TRANSFORMER_ADDRESS', 'Transformer/Transform'],
  ] as const) {
    const headers = { baggage: 'raw.unknown=s3cr3t' };
    await rawCall(mesh.env[variable] ?? '', `primemesh.v1.${method}`, upTo1000, headers);
  }
  for (const service of ['extractor', 'transformer'] as const) {
    expect(timesLogged(service, 'raw.unknown')).toBe(1);
    expect(mesh[service].output().includes('s3cr3t')).toBe(false);
  }
});

test('where faults are off, they are dropped and counted; mesh.debug records what the sampler does not', async () => {
  await using other = await startMesh({
    all: { FAULTS_ENABLED: 'false', OTEL_TRACES_SAMPLER: 'parentbased_always_off' },
  });
  const plain = await run({ 'mesh.fault.loader': 'error:1' }, undefined, other);
  expect(plain.code).toBe(0);
  expect(plain.json).toMatchObject({ baggage: {}, verified: true });
  await expect.poll(async () => dropped('loader', 'forbidden', other), poll).toBe(1);
  expect(timesLogged('loader', 'mesh.fault.loader', other)).toBe(1);

  const debug = await run({ 'mesh.debug': 'true' }, undefined, other);
  const found = async (traceId: string) =>
    new Set((await traceSpans(other.backend.url, traceId)).map(({ service }) => service));
  await expect
    .poll(async () => [...(await found(debug.traceId))].toSorted(), poll)
    .toEqual(['extractor', 'loader', 'meshctl', 'transformer']);
  expect(await found(plain.traceId)).toEqual(new Set());
});
