import { BackendError } from '@prime-mesh/backends';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, askExemplars } from './ask.ts';
import type { Backends } from './config.ts';
import { instant, loki, prometheus, traceql } from '../queries/query.ts';
import { hasPrometheus, startPrometheus } from '@prime-mesh/harness';
import { serveHttp } from '@prime-mesh/backends/testing';

const exposition = `# TYPE blocks counter
blocks_total{service="loader"} 3
blocks_total{service="extractor"} 5
# TYPE work_seconds histogram
work_seconds_bucket{service="loader",le="1"} 1 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.5
work_seconds_bucket{service="loader",le="+Inf"} 2
# TYPE idle histogram
idle_bucket{le="+Inf"} 0
`;
const range = { minutes: 15 };
const isThere = hasPrometheus();
let real: Awaited<ReturnType<typeof startPrometheus>> | undefined;
let backends: Backends = {};

beforeAll(async () => {
  if (!isThere) return;
  real = await startPrometheus(() => exposition);
  backends = { prometheus: real.url };
}, 30_000);
afterAll(async () => real?.[Symbol.asyncDispose]());
beforeEach(({ skip, task }) => {
  if (task.name.startsWith('Prometheus') && !isThere) skip('prometheus is not installed');
});

test('Prometheus returns, for a range query, its series', async () => {
  expect(await ask(prometheus('rate(blocks_total[$__rate_interval])', ''), backends, range)).toBe(2);
});

test('Prometheus returns, for an instant query, its series', async () => {
  expect(await ask(instant('blocks_total{service=~"$service"}'), backends, range)).toBe(2);
});

test('Prometheus has no series of a metric that nobody records', async () => {
  expect(await ask(instant('block_total'), backends, range)).toBe(0);
});

test('Prometheus returns NaN for a quantile of nothing, which is no data', async () => {
  const quantile = 'histogram_quantile(0.5, rate(idle_bucket[1m]))';
  expect(await ask(prometheus(quantile, ''), backends, range)).toBe(0);
});

test('Prometheus returns exemplars that name a trace', async () => {
  expect(await askExemplars(prometheus('work_seconds_bucket', ''), backends, range)).toBe(1);
});

test('Prometheus says what is wrong with a query', async () => {
  await expect(ask(instant('sum('), backends, range)).rejects.toThrow(/answers 400: .*parse error/);
});

test('a backend that is not there is named with the reason', async () => {
  const nobody = await serveHttp('text/plain', () => '');
  await nobody[Symbol.asyncDispose]();
  const error = await ask(instant('up'), { prometheus: nobody.url }, range).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BackendError);
  expect(String(error)).toContain(`no answer from ${nobody.url.origin}: connect ECONNREFUSED`);
});

// The shapes of what Loki and Tempo return, as their HTTP APIs document them.
test('streams of Loki, traces and series of Tempo are counted', async () => {
  const asked: URL[] = [];
  await using server = await serveHttp('application/json', (url) => {
    asked.push(url);
    const answers: Record<string, object> = {
      '/loki/api/v1/query_range': { data: { resultType: 'streams', result: [{ values: [['1', 'line']] }] } },
      '/api/search': { traces: [{ traceID: 'a' }, { traceID: 'b' }] },
      '/api/metrics/query_range': { series: [{}, {}, {}] },
    };
    const answer = answers[url.pathname];
    return answer && JSON.stringify(answer);
  });
  const all = { loki: server.url, tempo: server.url };
  expect(await ask(loki('{service_name=~"$service"}', ''), all, range)).toBe(1);
  expect(await ask(traceql('{ }', 'traces'), all, range)).toBe(2);
  expect(await ask(traceql('{ } | rate()', 'series'), all, range)).toBe(3);
  expect(asked[0]?.searchParams.get('query')).toBe('{service_name=~".+"}');
  expect(Number(asked[1]?.searchParams.get('end')) - Number(asked[1]?.searchParams.get('start'))).toBe(900);
});
