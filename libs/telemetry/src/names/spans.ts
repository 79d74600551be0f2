import type { SpanRow } from './row.ts';

/** Spans that this repository makes: one row each. Spans of rpcs are named by their method. */
export const spanRows = {
  extract: {
    name: 'extract block',
    kind: 'internal',
    description: 'candidates of a block, on a worker thread of the extractor',
  },
  transform: {
    name: 'transform block',
    kind: 'internal',
    description: 'primes of a block, on a worker thread of the transformer',
  },
  verify: {
    name: 'verify block',
    kind: 'internal',
    description: 'facts of a block, on a worker thread of the loader',
  },
  audit: {
    name: 'audit range',
    kind: 'internal',
    description: 'π(to) − π(from) without a sieve, on a worker thread of the loader',
  },
  load: {
    name: 'load block',
    kind: 'internal',
    description: 'one block of a run at the loader, from demand to stored',
  },
  store: { name: 'store block', kind: 'internal', description: 'one block written to the store' },
} as const satisfies Record<string, SpanRow>;
