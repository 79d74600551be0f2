import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { metricRows } from '../../names/metrics.ts';
import type { MetricRow } from '../../names/row.ts';
import { upstreamMetricRows } from '../../names/upstream-metrics.ts';
import { startReceiver, type Item, type Receiver } from '../../testing/otlp-receiver.ts';
import { startProgram } from '../../testing/run-program.ts';

const register = new URL('../../register.ts', import.meta.url).href;
const rows: MetricRow[] = [...Object.values(metricRows), ...upstreamMetricRows];

const cumulative = 2;
const gauge = { kind: 'gauge' };
const histogram = { kind: 'histogram', temporality: cumulative };
const total = { kind: 'sum', isMonotonic: 1, temporality: cumulative };
const level = { kind: 'sum', temporality: cumulative };

/** What each instrument is in OTLP. */
const shapes: Record<MetricRow['instrument'], object> = {
  counter: total,
  observableCounter: total,
  upDownCounter: level,
  observableUpDownCounter: level,
  gauge,
  observableGauge: gauge,
  histogram,
};

function shapeOf(metric: Item): object {
  const kind = ['gauge', 'sum', 'histogram', 'exponentialHistogram'].find((each) => each in metric) ?? '';
  const { points: _, ...shape } = metric[kind] as Record<string, unknown>;
  return { kind, ...shape, unit: metric['unit'] ?? '' };
}

let backend: Receiver;
let arrived: Map<string, Item>;

beforeAll(async () => {
  backend = await startReceiver();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_METRIC_EXPORT_INTERVAL: '100',
  };
  const running = startProgram('every-metric', env, ['--expose-gc', '--import', register]);
  const missing = (): string[] => {
    arrived = new Map(backend.metrics.map((metric) => [metric.name, metric]));
    return rows.map(({ name }) => name).filter((name) => !arrived.has(name));
  };
  await vi.waitFor(() => expect(missing()).toEqual([]), { timeout: 20_000 });
  running.tell('stop');
  await running.outcome;
});
afterAll(async () => backend[Symbol.asyncDispose]());

test.each(rows)(
  '$name arrives as the $instrument of its row, with its unit',
  ({ name, instrument, unit }) => {
    const metric = arrived.get(name) ?? expect.fail('it did not arrive');
    expect(shapeOf(metric)).toEqual({ ...shapes[instrument], unit });
  },
);

test('every metric that arrives is in the table', () => {
  const known = new Set(rows.map(({ name }) => name));
  expect([...arrived.keys()].filter((name) => !known.has(name))).toEqual([]);
});
