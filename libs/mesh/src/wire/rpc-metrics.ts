import { status } from '@grpc/grpc-js';
import type { Attributes } from '@opentelemetry/api';
import { names } from '@prime-mesh/telemetry';

const { rpcSystemName, rpcMethod, rpcResponseStatusCode, errorType } = names.attributes;

/** Returns whether the metrics count a method. Health checks and reflection never end, and are not the work. */
export const isCounted = (path: string): boolean => !path.startsWith('/grpc.');

/** Measures one call: its duration so far, in seconds, and the attributes to record it with. */
export interface Stopwatch {
  seconds(): number;
  attributes(code: status): Attributes;
}

/** Starts to measure a call of the method at `path`. */
export function startStopwatch(path: string): Stopwatch {
  const startedAt = performance.now();
  return {
    seconds: () => (performance.now() - startedAt) / 1000,
    attributes: (code) => ({
      [rpcSystemName]: 'grpc',
      [rpcMethod]: path.slice(1),
      [rpcResponseStatusCode]: status[code],
      ...(code !== status.OK && { [errorType]: status[code] }),
    }),
  };
}
