import type { EventRow, SpanRow } from './row.ts';

/** Span names made by this repository; rpc spans are named by their method. */
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

/** Events made by this repository, on the log or on spans. */
export const eventRows = {
  serviceStarted: { name: 'service.started', severity: 'info', description: 'the service answers calls' },
  serviceStopping: { name: 'service.stopping', severity: 'info', description: 'the service drains' },
  serviceStopped: { name: 'service.stopped', severity: 'info', description: 'the service has drained' },
  rpcFailed: {
    name: 'rpc.failed',
    severity: 'error',
    description: 'a handler failed for a reason that is not the caller’s',
  },
  telemetryMissing: {
    name: 'telemetry.missing',
    severity: 'error',
    description: 'the preload did not run: calls are not traced',
  },
  queueWaited: {
    name: 'queue.waited',
    severity: 'on the span',
    description: 'the call had to wait for a thread or for memory: how long, and behind whom',
  },
  faultInjected: {
    name: 'fault.injected',
    severity: 'on the span',
    description: 'baggage ordered the delay, failure or CPU time that follows',
  },
  threadFailed: {
    name: 'thread.failed',
    severity: 'error',
    description: 'a worker thread ended by itself while it had no task',
  },
  baggageDropped: {
    name: 'baggage.dropped',
    severity: 'warn',
    description: 'an entry of baggage was let in nowhere; once for each key and reason',
  },
  tlsRefused: {
    name: 'tls.refused',
    severity: 'warn',
    description: 'TLS turned a caller away; once for each reason',
  },
  blockExtracted: { name: 'block.extracted', severity: 'info', description: 'candidates of a block sent' },
  blockTransformed: { name: 'block.transformed', severity: 'info', description: 'primes of a block sent' },
  blockStored: { name: 'block.stored', severity: 'info', description: 'a block verified and stored' },
  blockVerified: {
    name: 'block.verified',
    severity: 'info',
    description: 'a block of a synthetic run verified, and not stored',
  },
  blockCorrupt: { name: 'block.corrupt', severity: 'error', description: 'a block failed its verification' },
  runAccepted: { name: 'run.accepted', severity: 'info', description: 'a run begins' },
  runFinished: { name: 'run.finished', severity: 'info', description: 'every block of a run is stored' },
  runFailed: { name: 'run.failed', severity: 'error', description: 'a run ended before its last block' },
} as const satisfies Record<string, EventRow>;
