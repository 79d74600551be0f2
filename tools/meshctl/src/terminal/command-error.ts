/** The command line makes no sense; the message names the option, the value and the bound. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}

/** The command could not do what it was asked for; the message says what to do about it. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
