import { SpanKind } from '@opentelemetry/api';
import { Extractor } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { createClient } from '../call/client.ts';
import { unavailable } from '../wire/mesh-error.ts';
import { startExtractor } from '../testing/extractor-server.ts';
import { recordedSpan, takeRecorded } from '../testing/record-telemetry.ts';

test('a server span says which attempt it is, and how long its caller still waits', async () => {
  let calls = 0;
  await using server = await startExtractor(() => {
    if (++calls < 3) throw unavailable('not yet');
    return {};
  });
  await using client = createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 5_000 });
  await client.unary('Extract', {});
  await recordedSpan(({ kind }) => kind === SpanKind.CLIENT); // it ends after those of the server
  const spans = takeRecorded();
  const served = spans.filter(({ kind }) => kind === SpanKind.SERVER).map(({ attributes }) => attributes);
  expect(served.map((attributes) => attributes['mesh.rpc.attempt'])).toEqual([undefined, 2, 3]);
  const left = served.map((attributes) => Number(attributes['mesh.deadline.remaining']));
  expect(left).toEqual(left.toSorted((a, b) => b - a));
  for (const seconds of left) expect(seconds > 3 && seconds <= 5.001, `${seconds} s`).toBe(true);
});
