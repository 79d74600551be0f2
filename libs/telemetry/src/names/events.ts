import type { EventRow } from './row.ts';

/** Events that this repository writes, on the log or on spans: one row each. */
export const eventRows = {
  serviceStarted: { name: 'service.started', severity: 'info', description: 'the service takes calls' },
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
  environmentInvalid: {
    name: 'environment.invalid',
    severity: 'on standard error',
    description: 'a variable is wrong, with its bound; one line for each, and the service does not start',
  },
  machineUnsupported: {
    name: 'machine.unsupported',
    severity: 'on standard error',
    description: 'this CPU cannot run the service',
  },
  storeFailed: {
    name: 'store.failed',
    severity: 'on standard error',
    description: 'the store cannot be opened, and the loader does not start',
  },
  stopOverdue: {
    name: 'stop.overdue',
    severity: 'on standard error',
    description: 'the process did not end in time after a signal, and is ended',
  },
  telemetryFailed: {
    name: 'telemetry.failed',
    severity: 'on standard error',
    description: 'what the SDK reports about itself, from `OTEL_LOG_LEVEL` up',
  },
  nodeWarned: { name: 'node.warned', severity: 'on standard error', description: 'a warning of Node' },
  grpcChanged: {
    name: 'grpc.changed',
    severity: 'warn',
    description:
      'grpc-js is not what a work-around was made for, which does nothing; once for each, at start',
  },
  queueWaited: {
    name: 'queue.waited',
    severity: 'on the span',
    description: 'the call waited for a thread or for memory: how long, and behind whom',
  },
  faultInjected: {
    name: 'fault.injected',
    severity: 'on the span',
    description: 'baggage ordered the delay, failure or CPU time that follows',
  },
  threadFailed: {
    name: 'thread.failed',
    severity: 'error',
    description: 'a worker thread ended by itself between tasks',
  },
  baggageDropped: {
    name: 'baggage.dropped',
    severity: 'warn',
    description: 'a baggage entry was dropped; once for each key and reason',
  },
  tlsRefused: {
    name: 'tls.refused',
    severity: 'warn',
    description: 'TLS refused a caller; once for each reason',
  },
  blockExtracted: { name: 'block.extracted', severity: 'info', description: 'candidates of a block sent' },
  blockTransformed: { name: 'block.transformed', severity: 'info', description: 'primes of a block sent' },
  blockStored: { name: 'block.stored', severity: 'info', description: 'a block verified and stored' },
  blockVerified: {
    name: 'block.verified',
    severity: 'info',
    description: 'a block of a synthetic run verified and not stored',
  },
  blockCorrupt: { name: 'block.corrupt', severity: 'error', description: 'a block failed its verification' },
  runAccepted: { name: 'run.accepted', severity: 'info', description: 'a run begins' },
  runFinished: { name: 'run.finished', severity: 'info', description: 'every block of a run is stored' },
  runCancelled: {
    name: 'run.cancelled',
    severity: 'info',
    description: 'the caller of a run hung up, or its deadline passed',
  },
  runFailed: { name: 'run.failed', severity: 'error', description: 'a run ended before its last block' },
} as const satisfies Record<string, EventRow>;
