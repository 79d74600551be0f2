/** A block's bitmap is not what its sender made, or cannot be the primes of its range. */
export class CorruptBlockError extends Error {
  override readonly name = 'CorruptBlockError';
}

/** The work on a block was given up because isCancelled answered true. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('work on the block was cancelled');
  }
}
