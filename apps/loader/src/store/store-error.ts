/** The store cannot be opened, or what it holds contradicts what is to be stored. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
