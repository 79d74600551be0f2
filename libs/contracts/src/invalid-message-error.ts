import { status } from '@grpc/grpc-js';

/** A message that can be decoded but means nothing; its text may go back to the caller. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError';
  readonly code = status.INVALID_ARGUMENT;
}
