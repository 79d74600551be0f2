import { SpanKind } from '@opentelemetry/api';
import { Extractor } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import { metricPoints, recordedSpan, takeRecorded } from '../testing/record-telemetry.ts';

const several = 'ipv4:127.0.0.1:1,127.0.0.1:2';

test.each([
  ['127.0.0.1:1', '127.0.0.1', 1],
  ['ipv4:127.0.0.1:2', '127.0.0.1', 2],
  ['dns:localhost:1', 'localhost', 1],
  ['dns:///localhost:2', 'localhost', 2],
  ['[::1]:1', '::1', 1],
  ['ipv6:[::1]:2', '::1', 2],
  ['dns:///[::1]:3', '::1', 3],
  [several, several, undefined],
])('of %s, span and metrics name host %s and port %s', async (address, host, port) => {
  takeRecorded();
  await using client = createClient(Extractor, address, { deadlineMs: 10_000 });
  await expect(client.unary('Extract', {})).rejects.toThrow('is unavailable');
  const points = await metricPoints('rpc.client.call.duration');
  const named = points.map(({ attributes }) => [attributes['server.address'], attributes['server.port']]);
  expect(named).toContainEqual([host, port]);
  const { attributes } = await recordedSpan(({ kind }) => kind === SpanKind.CLIENT);
  expect(attributes['server.address']).toBe(host);
  if (port !== undefined) expect(attributes['server.port']).toBe(port);
});
