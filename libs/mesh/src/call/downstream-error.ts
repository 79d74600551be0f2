import { status, type ServiceError } from '@grpc/grpc-js';
import { MeshError } from '../wire/mesh-error.ts';

/** Statuses that are about the service as a whole, not about the request, in words. */
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
 * Translates the failure of a call to another service into ours: the same status, and a message that names the service.
 * A cancellation that nobody here asked for becomes UNAVAILABLE, since it means that the service went away.
 */
export function downstreamError(error: unknown, { service, address }: Downstream): unknown {
  if (!isServiceError(error)) return error;
  const code = error.code === status.CANCELLED ? status.UNAVAILABLE : error.code;
  const failure = absences[error.code];
  const who = failure === undefined ? service : `${service} at ${address} ${failure}`;
  const details = error.details.replaceAll(/\s+/g, ' '); // OpenSSL ends its messages with a new line
  return new MeshError(code, `${who}: ${details}`, { cause: error, downstream: service });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;
}
