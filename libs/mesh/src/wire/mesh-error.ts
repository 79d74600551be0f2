import { status } from '@grpc/grpc-js';

export interface MeshErrorOptions {
  readonly cause?: unknown;
  /** The full name of the service that failed, if it is another one. */
  readonly downstream?: string;
  /** The field of the request that is wrong, such as `range.to`. */
  readonly field?: string | undefined;
}

/** A failure and the gRPC status that it ends a call with. Its message goes over the wire, its cause does not. */
export class MeshError extends Error {
  override readonly name = 'MeshError';
  readonly code: status;
  readonly downstream: string | undefined;
  readonly field: string | undefined;

  constructor(code: status, message: string, { cause, downstream, field }: MeshErrorOptions = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.downstream = downstream;
    this.field = field;
  }
}

/** The request means nothing, whatever the state of the service. */
export function invalidArgument(message: string, field?: string): MeshError {
  return new MeshError(status.INVALID_ARGUMENT, message, { field });
}

/** The request is well-formed but beyond a bound. */
export function outOfRange(message: string, field?: string): MeshError {
  return new MeshError(status.OUT_OF_RANGE, message, { field });
}

/** The service cannot answer now; the same call may succeed a little later. */
export function unavailable(message: string, cause?: unknown): MeshError {
  return new MeshError(status.UNAVAILABLE, message, { cause });
}

/** What was received or stored is not what was made. */
export function dataLoss(message: string): MeshError {
  return new MeshError(status.DATA_LOSS, message);
}

/** What was asked for does not exist. */
export function notFound(message: string): MeshError {
  return new MeshError(status.NOT_FOUND, message);
}

/** A bounded queue or quota is full. */
export function resourceExhausted(message: string): MeshError {
  return new MeshError(status.RESOURCE_EXHAUSTED, message);
}
