import { createServer } from 'node:http';
import { DevtoolsServer } from 'autotel-devtools/server';
import { expect, test } from 'vitest';
import { pruneStore } from './prune-store.ts';

test('whole traces are removed, oldest first, until the spans fit', () => {
  const store = storeWith([4, 4, 4]);
  expect(pruneStore(store, { spans: 8, logs: 10, values: 100 })).toBe(true);
  expect(traceIds(store)).toEqual(['trace-2', 'trace-1']);
  expect(store.pairedAttributeValues('traces', 'trace', 'trace').map(({ value }) => value)).toEqual([1, 2]);
});

test('the newest trace stays, however large', () => {
  const store = storeWith([4, 40]);
  pruneStore(store, { spans: 8, logs: 10, values: 100 });
  expect(store.queryTraces({ query: '' }).traces[0]?.spans).toHaveLength(40);
  expect(traceIds(store)).toEqual(['trace-1']);
});

test('the oldest logs and the values seen longest ago are removed', () => {
  const store = storeWith([4]);
  store.addLogs([1, 2, 3].map((n) => ({ id: `log-${n}`, timestamp: n, body: `${n}`, attributes: { n } })));
  pruneStore(store, { spans: 8, logs: 2, values: 1 });
  expect(store.queryLogs({ query: '' }).logs.map((log) => log.id)).toEqual(['log-3', 'log-2']);
  expect(store.searchAttributes('logs', '')).toHaveLength(0);
  expect(store.searchAttributes('traces', '')).toHaveLength(1);
});

/** A trace for every size, each a second after the one before. */
function storeWith(sizes: readonly number[]): DevtoolsServer {
  const store = new DevtoolsServer({ server: createServer(), maxTraceCount: 0, maxLogCount: 0 });
  for (const [index, size] of sizes.entries()) {
    const startTime = 1_764_000_000_000 + index * 1000;
    const times = { startTime, endTime: startTime, duration: 0 };
    const traceId = `trace-${index}`;
    const spans = Array.from({ length: size }, (_, n) => ({
      ...times,
      traceId,
      spanId: `span-${n}`,
      name: 'block',
      kind: 'INTERNAL' as const,
      attributes: { trace: index },
      status: { code: 'OK' as const },
    }));
    const [rootSpan] = spans;
    if (rootSpan === undefined) throw new Error('a trace has a span');
    store.addTrace({
      ...times,
      traceId,
      correlationId: traceId,
      rootSpan,
      spans,
      status: 'OK',
      service: 'a',
    });
  }
  return store;
}

function traceIds(store: DevtoolsServer): string[] {
  return store.queryTraces({ query: '' }).traces.map((trace) => trace.traceId);
}
