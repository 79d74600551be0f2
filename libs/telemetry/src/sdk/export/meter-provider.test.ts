import { afterAll, beforeAll, expect, test } from 'vitest';
import { pointsOf, startReceiver, type Receiver } from '../../testing/otlp-receiver.ts';
import { runProgram } from '../../testing/run-program.ts';

let backend: Receiver;

beforeAll(async () => {
  backend = await startReceiver();
  await runProgram('series', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}` });
});
afterAll(async () => backend[Symbol.asyncDispose]());

test.each([
  ['of ours', 'mesh.block.refused'],
  ['of a package', 'others'],
])('a metric %s has 500 series, and the last one holds the rest', (_, name) => {
  const points = pointsOf(backend, name);
  const rest = points.filter(({ attributes }) => 'otel.metric.overflow' in attributes);
  expect(points).toHaveLength(500);
  expect(rest.map(({ value }) => value)).toEqual([600 - 499]);
});
