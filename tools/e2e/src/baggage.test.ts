import { metricNames, metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { type Mesh, startMesh } from '@prime-mesh/harness';
import type { Service } from '@prime-mesh/telemetry/names';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawCall, upTo1000 } from './raw-call.ts';

/** Services report every second. */
const poll = { timeout: 10_000 };
const services = ['extractor', 'transformer', 'loader'] as const;

let mesh: Mesh;
beforeAll(async () => {
  // One thread and one slot, so that blocks of two runs have to wait for each other.
  mesh = await startMesh({ extractor: { EXTRACTOR_THREADS: '1', EXTRACTOR_SLOTS: '1' } });
});
afterAll(async () => mesh[Symbol.asyncDispose]());

type Baggage = Readonly<Record<string, string>>;

async function run(baggage: Baggage, args: readonly string[] = ['--to', '10^6'], where = mesh) {
  const entries = Object.entries(baggage).flatMap(([key, value]) => ['--baggage', `${key}=${value}`]);
  const ended = await where.meshctl('run', ...args, ...entries, '--json');
  return { ...ended, traceId: String(ended.json['trace_id']) };
}

/** The spans of a trace that a service made, once there are some. */
async function spansOf(traceId: string, service: Service, name: string | RegExp) {
  const found = async () =>
    (await traceSpans(mesh.backend.url, traceId)).filter(
      (span) => span.service === service && span.name.search(name) >= 0,
    );
  await expect.poll(async () => (await found()).length, poll).toBeGreaterThan(0);
  return found();
}

async function series(metric: string, service?: Service, where = mesh) {
  const all = await metricSeries(where.backend.url, metric);
  return service === undefined ? all : all.filter((one) => one.service === service);
}

/** Entries of baggage that a service has dropped for a reason. */
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

test('of these keys, metrics carry those that the table lets on them', async () => {
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

test('mesh.algorithm chooses how the transformer tests, where that ends', async () => {
  for (const algorithm of ['sieve', 'trial', 'miller-rabin']) {
    const { json, traceId } = await run({ 'mesh.algorithm': algorithm });
    expect(json).toMatchObject({ primes: '78498', verified: true });
    const spans = await spansOf(traceId, 'transformer', /^transform block$/);
    for (const { attributes } of spans) expect(attributes['mesh.algorithm.used']).toBe(algorithm);
  }
  const range = ['--from', '10^12', '--count', '10^7'];
  const { code, traceId } = await run({ 'mesh.algorithm': 'trial' }, range);
  expect(code).toBe(0);
  const [span] = await spansOf(traceId, 'transformer', /^transform block$/);
  expect(span?.attributes['mesh.algorithm.used']).toBe('auto');
  await expect.poll(async () => dropped('transformer', 'limit'), poll).toBeGreaterThan(0);
  expect(timesLogged('transformer', 'mesh.algorithm')).toBe(1);
});

test('a synthetic run is verified, says so and leaves nothing behind', async () => {
  const before = await mesh.meshctl('runs', '--json');
  const { json, code, traceId } = await run({ 'mesh.synthetic': 'true' });
  expect({ code, ...json }).toMatchObject({ code: 0, synthetic: true, verified: true, primes: '78498' });
  expect((await mesh.meshctl('runs', '--json')).json).toEqual(before.json);
  const spans = await spansOf(traceId, 'loader', /^verify block$|^store block$/);
  expect(spans.map(({ name }) => name)).not.toContain('store block');
});

test('a fault fails, delays or burns as ordered, at the service it names alone', async () => {
  const failed = await run({ 'mesh.fault.transformer': 'status:RESOURCE_EXHAUSTED' });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('ordered by mesh.fault.transformer=status:RESOURCE_EXHAUSTED');
  expect((await run({ 'mesh.fault.loader': 'error:1' })).stderr).toContain(
    'ordered by mesh.fault.loader=error:1',
  );

  const slow = await run({ 'mesh.fault.extractor': 'delay:200ms' });
  expect(slow.code).toBe(0);
  const [extract] = await spansOf(slow.traceId, 'extractor', /\/Extract$/);
  expect(Number((extract?.endNs ?? 0n) - (extract?.startNs ?? 0n)) / 1e6).toBeGreaterThan(199);
  expect(extract?.events).toContainEqual({
    name: 'fault.injected',
    attributes: { 'mesh.fault': 'mesh.fault.extractor=delay:200ms' },
  });

  const busy = await run({ 'mesh.fault.transformer': 'cpu:80ms' });
  const [transform] = await spansOf(busy.traceId, 'transformer', /^transform block$/);
  expect(transform?.attributes['mesh.thread.cpu.time']).toBeGreaterThan(0.079);
});

// Retried: on a busy machine the run that blocks may meet its deadline before the other one is under way.
test('gold waits less than free, and who waited says behind whom', { retry: 2 }, async () => {
  const blocks = ['--from=10^12', '--block=16384'];
  const slowly = { 'mesh.fault.extractor': 'cpu:20ms' }; // the one thread of the extractor is what all wait for
  const endless = run({ 'mesh.tenant': 'hobby', 'mesh.tier': 'free', ...slowly }, [
    ...blocks,
    '--count=10^12',
    '--in-flight=8',
    '--deadline=8',
  ]);
  const isUnderWay = async () => {
    const { json } = await mesh.meshctl('show', 'latest', '--json');
    return Number(json['blocks_stored']) > 2 && JSON.stringify(json['baggage']).includes('hobby');
  };
  await expect.poll(isUnderWay, poll).toBe(true);
  const asGold = { 'mesh.tenant': 'acme', 'mesh.tier': 'gold', ...slowly };
  const gold = await run(asGold, [...blocks, '--count=8_000_000', '--in-flight=2']);
  expect(gold.code).toBe(0);
  expect((await endless).stderr).toMatch(/deadline/i);
  const blockers = async (): Promise<unknown[]> => {
    const waiting = await spansOf(gold.traceId, 'extractor', /\/Extract$/);
    const events = waiting.flatMap((span) => span.events.filter(({ name }) => name === 'queue.waited'));
    return events.flatMap(({ attributes }) => attributes['mesh.queue.behind']);
  };
  await expect.poll(blockers, poll).toContain('hobby, free');
  const meanWait = async (tier: string): Promise<number> => {
    const found = (await series('mesh.worker.wait.duration', 'extractor')).filter(
      ({ attributes }) => attributes['mesh.tier'] === tier && attributes['mesh.pool'] === 'block slots',
    );
    const points = found.flatMap((one) => one.points.at(-1) ?? []);
    const sum = (of: 'sum' | 'count') => points.reduce((total, point) => total + (point[of] ?? 0), 0);
    return sum('sum') / sum('count');
  };
  await expect.poll(async () => meanWait('gold'), poll).toBeGreaterThanOrEqual(0);
  expect(await meanWait('gold')).toBeLessThan(await meanWait('free'));
});

interface BillJson {
  readonly agree: boolean;
  readonly tenants: readonly { tenant: string; metric_cpu_s: number }[];
  readonly services: readonly Record<'charged_cpu_s' | 'rest_cpu_s' | 'process_cpu_s', number>[];
}

test('CPU time by tenant is the sum of the spans, and with the rest that of the processes', async () => {
  const work = ['--to', '10^8']; // larger than the 4 ms in which some kernels count CPU time
  await run({}, work);
  const { traceId } = await run({ 'mesh.tenant': 'globex' }, work);
  const ofSpans = async (): Promise<number> => {
    const spans = await traceSpans(mesh.backend.url, traceId);
    return spans.reduce((sum, { attributes }) => sum + Number(attributes['mesh.thread.cpu.time'] ?? 0), 0);
  };
  const readBill = async (): Promise<BillJson> =>
    (await mesh.meshctl('chargeback', '--json')).json as unknown as BillJson;
  const chargedTo = ({ tenants }: BillJson, name: string): number =>
    tenants.find(({ tenant }) => tenant === name)?.metric_cpu_s ?? 0;
  const isComplete = async (): Promise<boolean> => {
    const seconds = chargedTo(await readBill(), 'globex');
    return seconds > 0 && Math.abs(seconds - (await ofSpans())) < 1e-6;
  };
  await expect.poll(isComplete, poll).toBe(true);

  const bill = await readBill();
  expect(bill.agree).toBe(true);
  expect(chargedTo(bill, '(none)')).toBeGreaterThan(0);
  expect(bill.services).toHaveLength(3);
  for (const { charged_cpu_s: charged, rest_cpu_s: rest, process_cpu_s: process } of bill.services) {
    expect(rest).toBeGreaterThan(0);
    expect(charged + rest).toBeCloseTo(process, 6);
  }
});

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
])('sent straight to each service, %s costs no call and is counted', async (_, headers, counted) => {
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

test('what is dropped is logged once by each service that drops it, without its value', async () => {
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

test('where faults are off they are dropped and counted; mesh.debug records what the sampler does not', async () => {
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
