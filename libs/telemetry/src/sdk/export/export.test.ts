import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pointsOf, startReceiver, type Item, type Receiver } from '../../testing/otlp-receiver.ts';
import { runProgram, type Outcome } from '../../testing/run-program.ts';
import type { Message } from '../../testing/wire.ts';

let backend: Receiver;
let outcome: Outcome;

beforeAll(async () => {
  backend = await startReceiver();
  outcome = await runProgram('emit', {
    COUNT: '20',
    OTEL_SERVICE_NAME: 'extractor',
    OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=pod%201,broken,deployment.environment.name=test',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
  });
});
afterAll(async () => backend[Symbol.asyncDispose]());

const spansNamed = (name: string): Item[] => backend.spans.filter((span) => span.name === name);

test('a program with the preload ends by itself and writes nothing but its own lines', () => {
  expect(outcome.code).toBe(0);
  expect(JSON.parse(outcome.stderr)).toMatchObject({
    event: 'telemetry.failed',
    message: 'OTEL_RESOURCE_ATTRIBUTES: "broken" is not key=value, percent-encoded; ignored',
  });
});

test('every span arrives once, those of the worker thread included', () => {
  const counts = Object.groupBy(backend.spans, ({ name }) => name);
  expect(Object.fromEntries(Object.entries(counts).map(([name, spans]) => [name, spans?.length]))).toEqual({
    'load block': 20,
    child: 100,
    'extract block': 20,
    inner: 20,
  });
});

test('a span of the worker thread is a child of the span that sent the task', () => {
  for (const inner of spansNamed('inner')) {
    const task = spansNamed('extract block').find(({ spanId }) => spanId === inner['parentSpanId']);
    const parent = spansNamed('load block').find(({ spanId }) => spanId === task?.['parentSpanId']);
    expect(parent?.['traceId']).toBe(inner['traceId']);
  }
});

test('the spans of the worker thread share one scope in each export', () => {
  const spans = [...spansNamed('extract block'), ...spansNamed('inner')];
  const exports = backend.exports.filter((signal) => signal === 'spans');
  expect(new Set(spans.map(({ group }) => group)).size).toBeLessThanOrEqual(exports.length);
});

test('spans, logs and metrics name the same service instance', () => {
  const expected = {
    'service.name': 'extractor',
    'service.namespace': 'prime-mesh',
    'service.version': expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
    'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
    'deployment.environment.name': 'test',
    'k8s.pod.name': 'pod 1',
    'host.name': expect.any(String) as unknown,
    'telemetry.sdk.language': 'nodejs',
  };
  const all = [...backend.spans, ...backend.logs, ...backend.metrics];
  expect(new Set(all.map(({ resource }) => JSON.stringify(resource))).size).toBe(1);
  expect(all[0]?.resource).toMatchObject(expected);
});

test('allowed baggage is on every span and log, other baggage on none', () => {
  for (const { attributes } of [
    ...backend.spans,
    ...backend.logs.filter(({ name }) => name === 'block.stored'),
  ]) {
    expect(attributes).toMatchObject({
      'mesh.tenant': 'acme',
      'mesh.request_id': 'r-1',
      'mesh.fault.loader': 'error:0.3',
    });
    expect(attributes).not.toHaveProperty('secret');
  }
});

test('only bounded baggage is on metrics', () => {
  const [point] = pointsOf(backend, 'mesh.blocks').slice(-1);
  expect(point?.attributes).toEqual({ 'mesh.tenant': 'acme' });
  expect(point?.value).toBe(20);
});

test('a histogram has the borders of its row', () => {
  const [point] = pointsOf(backend, 'mesh.worker.wait.duration').slice(-1);
  expect(point?.['bounds']).toEqual([
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]);
  expect(point?.['bucketCounts']).toEqual([0, 20, ...Array.from({ length: 13 }, () => 0)]);
});

test('a log carries its event, its fields and the span it was written in', () => {
  const [stored] = backend.logs.filter(({ name }) => name === 'block.stored');
  expect(stored).toMatchObject({ eventName: 'block.stored', severityNumber: 9, severityText: 'INFO' });
  expect(stored?.attributes['mesh.block.index']).toBe(7);
  expect(spansNamed('load block').map(({ spanId }) => spanId)).toContain(stored?.['spanId']);
});

test('the JSON line of a log has the same ids', () => {
  const lines = outcome.stdout.split('\n').filter((line) => line.includes('"block.stored"'));
  expect(lines).toHaveLength(20);
  const [first] = lines.map((line) => JSON.parse(line) as Message);
  const [stored] = backend.logs.filter(({ spanId }) => spanId === first?.['span_id']);
  expect(first).toMatchObject({
    level: 'info',
    scope: 'emit',
    'mesh.block.index': 7,
    trace_id: stored?.['traceId'],
  });
});

test('a logged error says in which function, file and line', () => {
  const [failed] = backend.logs.filter(({ name }) => name === 'rpc.failed');
  const path = fileURLToPath(new URL('../../testing/programs/emit.ts', import.meta.url));
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(failed?.attributes).toMatchObject({
    'code.function.name': 'fail',
    'code.file.path': path,
    'code.line.number': lines.findIndex((line) => line.includes('log.error(')) + 1,
  });
});

test('a logged error has its type, its message and its causes', () => {
  const [failed] = backend.logs.filter(({ name }) => name === 'rpc.failed');
  expect(failed?.attributes).toMatchObject({
    'exception.type': 'RangeError',
    'exception.message': 'too far',
  });
  expect(failed?.attributes['exception.stacktrace']).toContain('[cause]: Error: why');
});

test.each([
  'process.cpu.time',
  'process.cpu.utilization',
  'process.memory.usage',
  'mesh.cpu.limit',
  'nodejs.eventloop.utilization',
  'nodejs.eventloop.delay.p99',
  'v8js.memory.heap.used',
  'otel.sdk.processor.span.processed',
  'otel.sdk.processor.span.queue.capacity',
  'otel.sdk.exporter.span.exported',
  'otel.sdk.exporter.operation.duration',
  'otel.sdk.processor.log.processed',
  'otel.sdk.exporter.log.exported',
])('%s is reported, with a number', (name) => {
  const points = pointsOf(backend, name);
  expect(points.length).toBeGreaterThan(0);
  expect(points.filter((point) => 'double' in point && Number.isNaN(point.value))).toEqual([]);
});

test('the last metrics count every span and log that was exported', () => {
  const last = (name: string): unknown => pointsOf(backend, name).at(-1)?.value;
  expect(last('otel.sdk.exporter.span.exported')).toBe(backend.spans.length);
  expect(last('otel.sdk.exporter.log.exported')).toBe(backend.logs.length);
  expect(backend.exports.at(-1)).toBe('metrics');
});

test('no child is outside its parent', () => {
  const byId = new Map(backend.spans.map((span) => [span['spanId'], span]));
  const ns = (span: Item, field: 'start' | 'end'): number => Number(span[field]);
  const inside = backend.spans.flatMap((span) => {
    const parent = byId.get(span['parentSpanId']);
    return parent
      ? [Math.max(ns(parent, 'start') - ns(span, 'start'), ns(span, 'end') - ns(parent, 'end'))]
      : [];
  });
  expect(inside).toHaveLength(140);
  expect(Math.max(...inside) / 1e6).toBeLessThan(0.5); // ms; with the starts of the SDK up to 1
});
