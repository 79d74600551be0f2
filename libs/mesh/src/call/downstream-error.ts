import { status, type ServiceError } from '@grpc/grpc-js';
import { MeshError } from '../wire/mesh-error.ts';

/** What a status says when it is about the service as a whole, not about the request. */
const absences: Partial<Record<status, string>> = {
  [status.UNAVAILABLE]: 'is unavailable',
  [status.CANCELLED]: 'gave up the call',
  [status.DEADLINE_EXCEEDED]: 'did not answer in time',
};

/** Whom a client calls. */
export interface Downstream {
  readonly service: string;
  readonly address: string;
}

/**
 * Makes what a failed call to another service means here: the same status, with a message that names the service.
 * Only a cancellation that nobody here asked for changes: the service went away, so it is UNAVAILABLE.
 */
export function downstreamError(error: unknown, { service, address }: Downstream): unknown {
  if (!isServiceError(error)) return error;
  const code = error.code === status.CANCELLED ? status.UNAVAILABLE : error.code;
  const failure = absences[error.code];
  const who = failure === undefined ? service : `${service} at ${address} ${failure}`;
  const details = error.details.replaceAll(/\s+/g, ' '); // OpenSSL ends what it says with a new line
  return new MeshError(code, `${who}: ${details}`, { cause: error, downstream: service });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;
}
