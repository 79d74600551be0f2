import { noFacts } from '@prime-mesh/primes';
import { sqliteDialect } from './sqlite/sqlite-dialect.ts';
import { Store } from './store.ts';

/** A process that stores a run and a block, says so, and then hangs until it is killed. */
const store = await Store.open(sqliteDialect(process.argv[2] ?? ''));
const range = { from: 0n, to: 30n };
const run = {
  id: 'killed',
  state: 'RUNNING',
  range,
  wanted: 0,
  blockBytes: 1,
  inFlight: 1,
  blocksTotal: 2,
  blocksStored: 0,
  blocksRefused: 0,
  facts: noFacts,
  seed: 1n,
  traceId: '',
  startedAtMs: 0,
  error: '',
  baggage: {},
  usages: [],
  found: [],
} as const;
await store.addRun(run);
const block = { runId: run.id, index: 0, range, facts: noFacts, traceId: '', spanId: '' };
await store.addBlock({ ...run, blocksStored: 1 }, block, new Uint8Array(1));
process.send?.('stored');
