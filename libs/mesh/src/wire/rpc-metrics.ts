import { status } from '@grpc/grpc-js';
import type { Attributes } from '@opentelemetry/api';
import { names } from '@prime-mesh/telemetry';

const { rpcSystemName, rpcMethod, rpcResponseStatusCode, errorType } = names.attributes;

/** Whether the metrics count a method. Health checks and reflection come for ever and say nothing about the work. */
export const isCounted = (path: string): boolean => !path.startsWith('/grpc.');

/** The duration of a call from now on, in seconds, and the attributes it is recorded with. */
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
