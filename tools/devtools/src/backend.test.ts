import { context, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { AggregationType } from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDevtools, type Devtools } from './devtools.ts';
import { metricNames, metricSeries, spanSources, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { startSender } from './testing/sender.ts';

let devtools: Devtools;
beforeAll(async () => {
  devtools = await startDevtools({ host: '127.0.0.1', otlpPort: 0, pagePort: 0 });
});
afterAll(async () => {
  await devtools[Symbol.asyncDispose]();
});

const ms = 1_000_000n;
/** What float64 milliseconds since 1970 can tell apart. */
const storePrecisionNs = 250n;

test('a span arrives with its ids, times, kind, status and attributes', async () => {
  await using sender = startSender(devtools.otlpAddress, 'extractor');
  const tracer = sender.traces.getTracer('tests', '1.2.3');
  const start: [number, number] = [1_764_000_000, 123_456_789];
  const end: [number, number] = [1_764_000_001, 987_654_321];
  const attributes = {
    int: 2 ** 40,
    negative: -7,
    double: 0.5,
    yes: true,
    no: false,
    texts: ['a', 'b'],
    none: [],
  };
  const parent = tracer.startSpan('parent', { kind: SpanKind.SERVER, startTime: start });
  const child = tracer.startSpan(
    'child',
    { kind: SpanKind.CLIENT, startTime: start, attributes },
    trace.setSpan(context.active(), parent),
  );
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
  child.end(end);
  parent.setStatus({ code: SpanStatusCode.OK });
  parent.end(end);
  await sender.flush();

  const { traceId, spanId } = child.spanContext();
  const spans = await traceSpans(devtools.url, traceId);
  expect(spans.map((span) => span.name).toSorted()).toEqual(['child', 'parent']);
  const [stored] = spans.filter((span) => span.name === 'child');
  expect(stored).toMatchObject({
    traceId,
    spanId,
    parentSpanId: parent.spanContext().spanId,
    kind: 'CLIENT',
    status: 'ERROR',
    statusMessage: 'broken',
    service: 'extractor',
    instanceId: 'extractor-1',
  });
  expect(stored?.attributes).toEqual(attributes);
  expect(distance(stored?.startNs, 1_764_000_000_123_456_789n)).toBeLessThan(storePrecisionNs);
  expect(distance(stored?.endNs, 1_764_000_001_987_654_321n)).toBeLessThan(storePrecisionNs);
  const [root] = spans.filter((span) => span.name === 'parent');
  expect(root).toMatchObject({ kind: 'SERVER', status: 'OK' });
  expect(root).not.toHaveProperty('parentSpanId');
});

test('events and links of a span arrive', async () => {
  await using sender = startSender(devtools.otlpAddress, 'extractor');
  const linked = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: TraceFlags.SAMPLED };
  const span = sender.traces
    .getTracer('tests')
    .startSpan('eventful', { links: [{ context: linked, attributes: { why: 'retry' } }] });
  span.addEvent('halfway', { done: 50 });
  span.end();
  await sender.flush();

  const query = `trace_id = "${span.spanContext().traceId}"`;
  const reply = await fetch(`${devtools.url}/api/query/traces`, {
    method: 'POST',
    body: JSON.stringify({ query }),
  });
  expect(await reply.json()).toMatchObject({
    traces: [
      {
        spans: [
          {
            events: [{ name: 'halfway', attributes: { done: 50 } }],
            links: [{ traceId: linked.traceId, spanId: linked.spanId, attributes: { why: 'retry' } }],
          },
        ],
      },
    ],
  });
});

test('a log record arrives with its trace, severity, event name, body and attributes', async () => {
  await using sender = startSender(devtools.otlpAddress, 'loader');
  const span = sender.traces.getTracer('tests').startSpan('logging');
  const within = trace.setSpan(context.active(), span);
  const logger = sender.logs.getLogger('tests');
  logger.emit({
    eventName: 'block.stored',
    severityNumber: SeverityNumber.WARN,
    body: { block: 3, tags: ['x'] },
    attributes: { 'block.index': 3, ok: true, nothing: null },
    timestamp: [1_764_000_000, 5_000_000],
    context: within,
  });
  logger.emit({
    eventName: 'run.finished',
    severityText: 'INFO',
    timestamp: [1_764_000_001, 0],
    context: within,
  });
  span.end();
  await sender.flush();

  const { traceId, spanId } = span.spanContext();
  const [stored, finished] = await traceLogs(devtools.url, traceId);
  expect(stored).toEqual({
    service: 'loader',
    instanceId: 'loader-1',
    traceId,
    spanId,
    severity: 'WARN',
    eventName: 'block.stored',
    body: { block: 3, tags: ['x'] },
    attributes: { 'block.index': 3, ok: true, nothing: null },
    timeNs: 1_764_000_000n * 1000n * ms + 5n * ms,
  });
  expect(finished).toMatchObject({ eventName: 'run.finished', body: 'run.finished', severity: 'INFO' });
});

test('equal log records of one millisecond are all kept, in order', async () => {
  await using sender = startSender(devtools.otlpAddress, 'loader');
  const span = sender.traces.getTracer('tests').startSpan('repeating');
  const within = trace.setSpan(context.active(), span);
  const logger = sender.logs.getLogger('tests');
  for (let n = 0; n < 1500; n++) {
    logger.emit({ body: 'same', attributes: { n: n >> 1 }, timestamp: [1_764_000_000, 0], context: within });
  }
  await sender.flush();
  const logs = await traceLogs(devtools.url, span.spanContext().traceId);
  expect(logs).toHaveLength(1500);
});

test('sums and gauges arrive with kind, values, unit, temporality and source', async () => {
  await using first = startSender(devtools.otlpAddress, 'extractor');
  await using second = startSender(devtools.otlpAddress, 'transformer', { delta: true });
  for (const [sender, add] of [
    [first, 5],
    [second, 7.5],
  ] as const) {
    const meter = sender.meters.getMeter('tests');
    meter.createCounter('test.blocks', { unit: '{block}' }).add(add, { phase: 'sieve' });
    meter.createUpDownCounter('test.queue').add(-3);
    meter.createGauge('test.load').record(0.25);
    meter.createGauge('test.undefined').record(Number.NaN);
    await sender.flush();
  }
  const blocks = (await metricSeries(devtools.url, 'test.blocks')).toSorted((a, b) =>
    a.service.localeCompare(b.service),
  );
  expect(blocks).toMatchObject([
    {
      service: 'extractor',
      instanceId: 'extractor-1',
      kind: 'sum',
      monotonic: true,
      temporality: 'cumulative',
      unit: '{block}',
      points: [{ value: 5 }],
    },
    { service: 'transformer', instanceId: 'transformer-1', temporality: 'delta', points: [{ value: 7.5 }] },
  ]);
  expect(blocks.map((series) => series.attributes)).toEqual([{ phase: 'sieve' }, { phase: 'sieve' }]);
  const [queue] = await metricSeries(devtools.url, 'test.queue');
  expect(queue).toMatchObject({ monotonic: false, points: [{ value: -3 }] });
  const [load] = await metricSeries(devtools.url, 'test.load');
  expect(load).toMatchObject({ kind: 'gauge', points: [{ value: 0.25 }] });
  const names = await metricNames(devtools.url);
  expect(names).toContain('test.load');
  expect(names).not.toContain('test.undefined');
});

test('a histogram arrives with its count, sum, range, bounds and buckets', async () => {
  await using sender = startSender(devtools.otlpAddress, 'extractor');
  const histogram = sender.meters
    .getMeter('tests')
    .createHistogram('test.duration', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 1, 10] } });
  for (const value of [0.05, 0.5, 0.5, 5, 50, 500]) histogram.record(value);
  await sender.flush();
  const [series] = await metricSeries(devtools.url, 'test.duration');
  expect(series).toMatchObject({ kind: 'histogram', unit: 's', temporality: 'cumulative' });
  expect(series?.points).toMatchObject([
    { count: 6, sum: 556.05, min: 0.05, max: 500, bounds: [0.1, 1, 10], bucketCounts: [1, 2, 1, 2] },
  ]);
});

test('an exponential histogram arrives with its scale, zeros and buckets', async () => {
  await using sender = startSender(devtools.otlpAddress, 'extractor', {
    views: [
      {
        instrumentName: 'test.exponential',
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 4 } },
      },
    ],
  });
  const histogram = sender.meters.getMeter('tests').createHistogram('test.exponential');
  // With 4 buckets, 1 to 16 needs base 4, scale -1: (0.25, 1], (1, 4], (4, 16].
  for (const value of [0, 1, 2, 4, 16]) histogram.record(value);
  await sender.flush();
  const [series] = await metricSeries(devtools.url, 'test.exponential');
  expect(series?.kind).toBe('exponentialHistogram');
  expect(series?.points).toMatchObject([
    {
      count: 5,
      sum: 23,
      min: 0,
      max: 16,
      scale: -1,
      zeroCount: 1,
      positive: { offset: -1, counts: [1, 2, 1] },
    },
  ]);
});

test('a trace of 20,000 spans from three processes, gzipped, is complete', async () => {
  // One batch of each sender at a time: the backend stores in this process, and waiting batches may run out of time.
  const flushEvery = 3 * 512;
  const names = ['loader', 'extractor', 'transformer'];
  const senders = names.map((name) => startSender(devtools.otlpAddress, name, { gzip: true }));
  const root = senders[0]?.traces.getTracer('tests').startSpan('run');
  const within = trace.setSpan(context.active(), root ?? expect.fail('no root'));
  for (let n = 1; n < 20_000; n++) {
    const tracer = senders[n % 3]?.traces.getTracer('tests');
    tracer?.startSpan('block', { attributes: { 'block.index': n } }, within).end();
    if (n % flushEvery === 0) await Promise.all(senders.map((sender) => sender.flush()));
  }
  root?.end();
  for (const sender of senders) await sender.flush();

  const spans = await traceSpans(devtools.url, root?.spanContext().traceId ?? '');
  expect(new Set(spans.map((span) => span.spanId)).size).toBe(20_000);
  expect(new Set(spans.map((span) => span.service))).toEqual(new Set(names));
  expect(await spanSources(devtools.url)).toContainEqual({
    service: 'transformer',
    instanceId: 'transformer-1',
  });
  await Promise.all(senders.map((sender) => sender[Symbol.asyncDispose]()));
});

function distance(actual: bigint | undefined, expected: bigint): bigint {
  const difference = (actual ?? 0n) - expected;
  return difference < 0n ? -difference : difference;
}
