import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attributeRows } from './attributes.ts';
import { metricRows } from './metrics.ts';
import type { MetricRow } from './row.ts';
import { names } from './names.ts';
import { withNames } from './document.ts';
import { prometheusName } from './prometheus-name.ts';

const document = readFileSync(new URL('../../../../docs/telemetry.md', import.meta.url), 'utf8');

test('docs/telemetry.md shows the table as it is', () => {
  const program = new URL('./generate.ts', import.meta.url).pathname;
  execFileSync(process.execPath, [program, '--check'], { stdio: 'pipe' }); // throws with the difference
});

test('no line of a table is longer than 300 characters', () => {
  const rows = document.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => row.length > 300)).toEqual([]);
});

test('a document that lost a row is noticed', () => {
  const stale = document.replace(/^\| `mesh\.tenant` .*\n/m, '');
  expect(stale).not.toBe(document);
  expect(withNames(stale)).toBe(document);
});

test('a document without the marks is refused', () => {
  expect(() => withNames('# empty')).toThrow('no generated part');
});

test('every attribute of a metric of ours has a row, and is bounded', () => {
  const rows = Object.values(attributeRows);
  const used = Object.values(metricRows).flatMap(({ attributes }): readonly string[] => attributes);
  const cardinalities = used.map((name) => [
    name,
    rows.find((row) => row.name === name)?.cardinality ?? 'no row',
  ]);
  expect(cardinalities.filter(([, found]) => found !== 'bounded' && found !== 'constant')).toEqual([]);
});

test('no name stands twice', () => {
  const all = [
    ...Object.values(names.attributes),
    ...Object.values(names.baggage),
    ...Object.values(metricRows).map(({ name }) => name),
  ];
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});

// Those of real metrics as seen in Prometheus 3.12 behind a Collector.
test.each<[MetricRow['name'], MetricRow['instrument'], string, string]>([
  ['process.cpu.time', 'observableCounter', 's', 'process_cpu_time_seconds_total'],
  ['mesh.pages', 'gauge', '1', 'mesh_pages_ratio'],
  ['mesh.pages', 'counter', '1', 'mesh_pages_total'],
  ['mesh.pages', 'histogram', '1', 'mesh_pages'],
  ['process.memory.usage', 'observableGauge', '', 'process_memory_usage'],
  ['nodejs.eventloop.utilization', 'observableGauge', '1', 'nodejs_eventloop_utilization_ratio'],
  ['v8js.memory.heap.used', 'observableGauge', 'By', 'v8js_memory_heap_used_bytes'],
  ['rpc.server.call.duration', 'histogram', 's', 'rpc_server_call_duration_seconds'],
  ['otel.sdk.exporter.span.exported', 'counter', '{span}', 'otel_sdk_exporter_span_exported_total'],
])('%s of kind %s in %s is %s in Prometheus', (name, instrument, unit, expected) => {
  expect(prometheusName({ name, instrument, unit })).toBe(expected);
});
