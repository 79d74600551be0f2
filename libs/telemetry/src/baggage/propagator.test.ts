import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  metrics,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { BaggagePropagator } from './propagator.ts';
import { setBaggagePolicy } from './rules.ts';

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const lines: string[] = [];

beforeAll(() => {
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => {
  setBaggagePolicy({ switches: { FAULTS_ENABLED: true, DEBUG_ENABLED: true }, tenants: [] });
});

/** What was counted since the last call, by reason. */
async function dropped(): Promise<Record<string, unknown>> {
  exporter.reset();
  await reader.forceFlush();
  const found = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics));
  const counts = found.flatMap((metric) =>
    metric.dataPoints.map(({ attributes, value }) => [String(attributes['reason']), value] as const),
  );
  return Object.fromEntries(counts);
}

function read(...headers: string[]): Record<string, string> {
  const into = new BaggagePropagator().extract(ROOT_CONTEXT, { baggage: headers }, defaultTextMapGetter);
  const entries = propagation.getBaggage(into)?.getAllEntries() ?? [];
  return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
}

const long = 'x'.repeat(4_100);

test.each<[string, string[], Record<string, string>, Record<string, number>]>([
  ['a space, percent-encoded or not', ['mesh.tenant=Trom%20Choc o'], { 'mesh.tenant': 'Trom Choc o' }, {}],
  ['€, quotes, = and comma', ['mesh.tenant=%E2%82%AC"a"=%2C'], { 'mesh.tenant': '€"a"=,' }, {}],
  ['spaces around key and value', [' mesh.tier = gold '], { 'mesh.tier': 'gold' }, {}],
  ['a property', ['mesh.tier=gold;ttl=5'], { 'mesh.tier': 'gold' }, {}],
  ['a key twice', ['mesh.tier=gold,mesh.tier=free'], { 'mesh.tier': 'free' }, {}],
  ['two headers', ['mesh.tier=gold', 'mesh.tenant=a'], { 'mesh.tier': 'gold', 'mesh.tenant': 'a' }, {}],
  ['empty members', [',, ,mesh.tier=gold,'], { 'mesh.tier': 'gold' }, {}],
  ['an unknown key', ['card.number=4711,mesh.tier=gold'], { 'mesh.tier': 'gold' }, { unknown_key: 1 }],
  ['__proto__', ['__proto__=x,constructor=y'], {}, { unknown_key: 2 }],
  ['an unknown value', ['mesh.tier=platinum'], {}, { invalid_value: 1 }],
  ['an unknown fault', ['mesh.fault.loader=explode:1'], {}, { invalid_value: 1 }],
  ['a fault of no service', ['mesh.fault.nobody=error:1'], {}, { unknown_key: 1 }],
  ['an error above 1', ['mesh.fault.loader=error:1.5'], {}, { invalid_value: 1 }],
  ['a status that is none', ['mesh.fault.loader=status:OK'], {}, { invalid_value: 1 }],
  ['control characters', ['mesh.tenant=a%0Ab'], {}, { invalid_value: 1 }],
  ['no value, no key, no =', ['mesh.tier=,=gold,mesh.tier,;'], {}, { malformed: 4 }],
  ['a broken escape', ['mesh.tenant=%ZZ'], {}, { malformed: 1 }],
  ['an escape that is cut off', ['mesh.tenant=a%'], {}, { malformed: 1 }],
  ['an encoded key, which is another', ['mesh%2Etenant=a,mesh%2etier=gold'], {}, { unknown_key: 2 }],
  ['a key that is no token', ['mesh tenant=a,mesh"tier"=gold,(=1'], {}, { malformed: 3 }],
  // "percent-encoded octet sequences that do not match the UTF-8 encoding scheme": https://www.w3.org/TR/baggage/#value
  ['an octet that is no UTF-8', ['mesh.tenant=a%FFb'], { 'mesh.tenant': 'a\u{FFFD}b' }, {}],
  ['UTF-8 that is cut off', ['mesh.tenant=%E2%82'], { 'mesh.tenant': '\u{FFFD}' }, {}],
  ['a surrogate in UTF-8', ['mesh.tenant=%ED%A0%80'], { 'mesh.tenant': '\u{FFFD}'.repeat(3) }, {}],
  ['UTF-8 beside octets that are none', ['mesh.tenant=%E2%82%AC%FF'], { 'mesh.tenant': '€\u{FFFD}' }, {}],
  ['a long entry', [`mesh.tenant=${long}`, 'mesh.tier=gold'], { 'mesh.tier': 'gold' }, { limit: 1 }],
  ['4096 bytes', [`a=${'x'.repeat(4_094)}`, `a=${'x'.repeat(4_095)}`], {}, { unknown_key: 1, limit: 1 }],
  [
    '8192 bytes',
    [`a=${'x'.repeat(4_094)}`, `a=${'x'.repeat(4_093 - 'mesh.tier=gold,'.length)}`, 'mesh.tier=gold', 'a=b'],
    { 'mesh.tier': 'gold' },
    { unknown_key: 2, limit: 1 },
  ],
  [
    'more than 8192 bytes',
    [...Array.from({ length: 10 }, () => `a=${'x'.repeat(998)}`), 'mesh.tier=gold'],
    { 'mesh.tier': 'gold' },
    { unknown_key: 8, limit: 2 },
  ],
  ['more than 180 entries', [`${'a=b,'.repeat(180)}mesh.tier=gold`], {}, { unknown_key: 180, limit: 1 }],
])('%s: what is allowed passes, the rest is counted', async (_, headers, allowed, counted) => {
  await dropped();
  expect(read(...headers)).toEqual(allowed);
  expect(await dropped()).toEqual(counted);
});

test('a carrier that is read twice is counted once', async () => {
  await dropped();
  const propagator = new BaggagePropagator();
  const carrier = { baggage: 'nobody=knows' };
  propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
  propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
  expect(await dropped()).toEqual({ unknown_key: 1 });
});

test('a key and reason is logged once, without the value', () => {
  lines.length = 0;
  read('secret.key=4711');
  read('secret.key=4711');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event: 'baggage.dropped', 'mesh.baggage.key': 'secret.key', reason: 'unknown_key' },
  ]);
  expect(lines.join('')).not.toContain('4711');
});

test('what is switched off is forbidden, the rest passes', async () => {
  await dropped();
  setBaggagePolicy({ switches: { FAULTS_ENABLED: false, DEBUG_ENABLED: false }, tenants: [] });
  const header = 'mesh.fault.loader=error:1,mesh.debug=true,mesh.tenant=acme';
  expect(read(header)).toEqual({ 'mesh.tenant': 'acme' });
  expect(await dropped()).toEqual({ forbidden: 2 });
});

/** The header that is sent with this baggage. */
function sent(entries: Record<string, string>, from = ROOT_CONTEXT): Record<string, string> {
  const pairs = Object.entries(entries).map(([key, value]) => [key, { value }] as const);
  const baggage = propagation.createBaggage(Object.fromEntries(pairs));
  const carrier: Record<string, string> = {};
  new BaggagePropagator().inject(propagation.setBaggage(from, baggage), carrier, defaultTextMapSetter);
  return carrier;
}

test('what does not fit when it is sent is counted too', async () => {
  await dropped();
  expect(sent({ 'mesh.tenant': long, 'mesh.tier': 'gold' })).toEqual({ baggage: 'mesh.tier=gold' });
  expect(await dropped()).toEqual({ limit: 1 });
});

test('no header is sent without baggage, or by the exporters', () => {
  expect(sent({})).toEqual({});
  expect(sent({ 'mesh.tenant': long })).toEqual({});
  expect(sent({ 'mesh.tier': 'gold' }, suppressTracing(ROOT_CONTEXT))).toEqual({});
});

test.each([
  ['a, b=c', 'a%2C%20b%3Dc'],
  ['100 %', '100%20%25'],
  ['€"a"\\', '%E2%82%AC%22a%22%5C'],
  ['\u{FFFD}', '%EF%BF%BD'],
  ['half a pair: \uD83D', 'half%20a%20pair%3A%20%EF%BF%BD'],
])('the value %s is percent-encoded', (value, encoded) => {
  expect(sent({ 'mesh.tenant': value })).toEqual({ baggage: `mesh.tenant=${encoded}` });
});

test('a key is sent as it is, and one that is no token is dropped and counted', async () => {
  await dropped();
  const entries = { 'a%2Eb|~!#$&*+^`': '1', 'two words': '2', 'mesh.tier': 'gold', '': '3', ü: '4' };
  expect(sent(entries)).toEqual({ baggage: 'a%2Eb|~!#$&*+^`=1,mesh.tier=gold' });
  expect(await dropped()).toEqual({ malformed: 3 });
});
