import { labelOf } from '@prime-mesh/backends';
import {
  attributeRows,
  baggageRows,
  names,
  prometheusName,
  upstreamAttributes,
  upstreamMetricRows,
  type MetricRow,
} from '@prime-mesh/telemetry/names';
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { label, logLabel, spanLabel } from './queries/label.ts';

const metrics: readonly MetricRow[] = [...Object.values(names.metrics), ...upstreamMetricRows];
const carried = [
  ...[...Object.values(attributeRows), ...Object.values(baggageRows)].map(({ name }) => name),
  ...Object.values(upstreamAttributes),
];
/** Every name of the tables, as it is and as Prometheus and Loki have it. */
const ofTables = [
  ...Object.values(names.spans),
  ...Object.values(names.events),
  ...metrics.flatMap((row) => [row.name, prometheusName(row)]),
  ...carried.flatMap((name) => [name, labelOf(name)]),
];
/** Labels that one file here owns, for no table has them; without words of English such as `instance`. */
const ofLabels = [label, logLabel, spanLabel]
  .flatMap((all): string[] => Object.values(all))
  .filter((name) => name.includes('_'));
const owner = 'queries/label.ts';

/** `mesh_`, `rpc_` and what else names begin with in Prometheus: a suffix does not hide them. */
const families = new Set(
  [...metrics, ...carried.map((name) => ({ name }))].flatMap(({ name }) => familyOf(name)),
);
const inFamily = new RegExp(`(?<!\\w)(?:${[...families].join('|')})_\\w+`, 'g');

function familyOf(name: string): string[] {
  const [first = '', ...rest] = name.split('.');
  return rest.length > 0 ? [first] : [];
}

/** A word of English such as `reason` is a name where it stands as a label: in a legend, a matcher, a list. */
function isIn(text: string, name: string): boolean {
  if (/\W|_/.test(name)) return new RegExp(`(?<!\\w)${name.replaceAll('.', '[.]')}`).test(text);
  return new RegExp(
    `\\{\\{${name}\\}\\}|\\b${name}(?:!=|!~|=~|=)"|['\`](?:\\w+, )*${name}(?:, \\w+)*['\`]`,
  ).test(text);
}

function rawNamesIn(text: string, known: readonly string[]): string[] {
  return [...new Set([...known.filter((name) => isIn(text, name)), ...(text.match(inFamily) ?? [])])];
}

const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).filter(
  (path) => !path.endsWith('.test.ts') && !path.includes('testing/'),
);

test('no source writes a name that the tables have', () => {
  expect(sources.length).toBeGreaterThan(25);
  const raw = sources.flatMap((path) => {
    const text = readFileSync(new URL(path, import.meta.url), 'utf8');
    const known = path === owner ? ofTables : [...ofTables, ...ofLabels];
    return rawNamesIn(text, known).map((name) => `${path}: ${name}`);
  });
  expect(raw).toEqual([]);
});

test.each([
  "rate('mesh_blocks_total', by)",
  "instant('rpc_server_call_duration_seconds_count')",
  'max by (instance) (process_memory_usage)',
  '`${labels}, mesh_tenant!=""`',
  "legend('v8js_gc_type')",
  "'{{reason}}'",
  'reason="corrupt"',
  "by('service_name, reason')",
  "upstream('nodejs.eventloop.utilization')",
  '{ span.mesh.run.id != nil }',
  '{ span.mesh.fault.loader != nil }',
  '| event_name="run.accepted"',
  '{ name = "store block" }',
  '{service_name="loader"}',
])('a raw name in %s is found', (text) => {
  expect(rawNamesIn(text, [...ofTables, ...ofLabels])).not.toEqual([]);
});

test.each([
  "'Blocks per second, by reason: corrupt or not'",
  'const instance = legend(...perInstance);',
  'process.exitCode',
])('plain words are none: %s', (text) => {
  expect(rawNamesIn(text, [...ofTables, ...ofLabels])).toEqual([]);
});
