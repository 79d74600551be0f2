/** The work on a block was given up because `isCancelled` returned true. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('work on the block was cancelled');
  }
}

/** A function to call between steps of a few milliseconds: it throws a CancelledError once the work is cancelled. */
export function pollOf(isCancelled: (() => boolean) | undefined): () => void {
  return () => {
    if (isCancelled?.()) throw new CancelledError();
  };
}
