import { expect, test } from 'vitest';
import { lokiRecords } from './loki.ts';
import { serveHttp } from '../testing/serve-http.ts';

/** Loki with these records, one stream for each span, by the rules of its range queries. */
async function startLoki(records: readonly { ns: number; span: string }[]) {
  return serveHttp('application/json', ({ searchParams }) => {
    const [start, end, limit] = ['start', 'end', 'limit'].map((name) => Number(searchParams.get(name)));
    const found = records.filter(({ ns }) => ns >= (start ?? 0) && ns < (end ?? 0)).slice(0, limit);
    const result = found.map(({ ns, span }) => ({
      stream: { service_name: 'loader', span_id: span },
      values: [[`${ns}`, 'a line']],
    }));
    return JSON.stringify({ status: 'success', data: { resultType: 'streams', result, stats: {} } });
  });
}

test('all pages are read, and a record on two pages is returned once', async () => {
  const records = [1, 2, 2, 2, 3, 4, 5, 5, 6].map((ns, index) => ({ ns, span: `span ${index}` }));
  await using loki = await startLoki(records);
  const found = await lokiRecords(loki, '{}', { startNs: 0n, endNs: 7n, limit: 3 });
  expect(found.map(({ labels }) => labels['span_id'])).toEqual(records.map(({ span }) => span));
  expect(found.map(({ timeNs }) => Number(timeNs))).toEqual(records.map(({ ns }) => ns));
});

test('reading ends even if a page cannot hold all records of one time', async () => {
  const records = [1, 1, 1, 2].map((ns, index) => ({ ns, span: `span ${index}` }));
  await using loki = await startLoki(records);
  const found = await lokiRecords(loki, '{}', { startNs: 0n, endNs: 7n, limit: 2 });
  expect(found.map(({ labels }) => labels['span_id'])).toEqual(['span 0', 'span 1', 'span 3']);
});
