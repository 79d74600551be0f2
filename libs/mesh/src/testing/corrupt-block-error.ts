/** An error with a class of its own that the threads of the tests fail with. */
export class CorruptBlockError extends Error {
  override readonly name = 'CorruptBlockError';
  readonly code = 15;
}
