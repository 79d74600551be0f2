import { expect, test } from 'vitest';
import { startDevtools } from './devtools.ts';
import { metricNames, traceSpans } from '@prime-mesh/backends/embedded';
import { startSender } from './testing/sender.ts';

const config = { host: '127.0.0.1', otlpPort: 0, pagePort: 0 };

test('what one backend receives, the next one receives as well', async () => {
  await using behind = await startDevtools(config);
  const lost: string[] = [];
  const forwardTo = { address: behind.otlpAddress, onLost: (reason: string) => void lost.push(reason) };
  const before = await startDevtools(config, { forwardTo });
  const sender = startSender(before.otlpAddress, 'extractor', { gzip: true });
  const span = sender.traces.getTracer('tests').startSpan('work');
  sender.meters.getMeter('tests').createCounter('things').add(1);
  span.end();
  const { traceId } = span.spanContext();
  await sender[Symbol.asyncDispose]();
  const [kept] = await traceSpans(before.url, traceId);
  await before[Symbol.asyncDispose]();
  expect(kept).toMatchObject({ name: 'work', service: 'extractor' });
  expect(await traceSpans(behind.url, traceId)).toEqual([kept]);
  expect(await metricNames(behind.url)).toContain('things');
  expect(lost).toEqual([]);
});

test('a next backend that is away is reported, and nothing is lost here', async () => {
  const gone = await startDevtools(config);
  await gone[Symbol.asyncDispose]();
  const lost: string[] = [];
  const forwardTo = { address: gone.otlpAddress, onLost: (reason: string) => void lost.push(reason) };
  await using before = await startDevtools(config, { forwardTo });
  await using sender = startSender(before.otlpAddress, 'extractor');
  const span = sender.traces.getTracer('tests').startSpan('work');
  span.end();
  await sender.flush();
  expect(await traceSpans(before.url, span.spanContext().traceId)).toHaveLength(1);
  await expect.poll(() => lost, { timeout: 10_000 }).toEqual([expect.stringContaining('ECONNREFUSED')]);
});
