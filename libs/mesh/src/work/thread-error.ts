/** An error on its way from a thread: a structured clone would lose its name, its code and its class. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: unknown;
}

/** A class of errors, made from a message. */
export type ErrorClass = new (message: string) => Error;

/** Takes an error apart, to be sent from a thread. */
export function dissectError(reason: unknown): ErrorData {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  const { name, message, stack } = error;
  return { name, message, stack, code: 'code' in error ? error.code : undefined };
}

/** Makes an error that came from a thread, with its name, message, stack and code, and of its class if that is known. */
export function reviveError(
  { name, message, stack, code }: ErrorData,
  classes: readonly ErrorClass[],
): Error {
  const Class = classes.find((known) => known.name === name) ?? Error;
  return Object.assign(new Class(message), { name, message, stack }, code === undefined ? {} : { code });
}
