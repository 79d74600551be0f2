import { status } from '@grpc/grpc-js';

/** A message that can be decoded but means nothing; its text, and which field it is about, may go back to the caller. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError';
  readonly code = status.INVALID_ARGUMENT;
  readonly field: string;

  constructor(message: string, field: string) {
    super(message);
    this.field = field;
  }
}
