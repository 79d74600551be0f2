import type { Metadata } from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { names } from '@prime-mesh/telemetry';

/**
 * How many attempts have failed; absent on the first.
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md
 */
const previousAttemptsHeader = 'grpc-previous-rpc-attempts';

/**
 * Notes on the server span which attempt it is, and how long the caller still waits. gRPC retries below the client span,
 * so this is the only place where attempts can be told apart.
 * @param deadlineMs ms since the epoch; Infinity if the caller waits for ever
 */
export function noteArrival(metadata: Metadata, deadlineMs: number): void {
  const span = trace.getActiveSpan();
  const { rpcAttempt, deadlineRemaining } = names.attributes;
  const previous = Number(metadata.get(previousAttemptsHeader)[0]);
  if (previous > 0) span?.setAttribute(rpcAttempt, previous + 1);
  if (Number.isFinite(deadlineMs)) span?.setAttribute(deadlineRemaining, (deadlineMs - Date.now()) / 1e3);
}
