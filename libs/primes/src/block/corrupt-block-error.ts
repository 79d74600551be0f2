/** A block's bitmap is not what its sender made, or cannot be the primes of its range. */
export class CorruptBlockError extends Error {
  override readonly name = 'CorruptBlockError';
}

/** @throws {CorruptBlockError} if the two checksums differ; it names `what` was to be checked and where it starts */
export function assertChecksum(what: string, from: bigint, found: bigint, expected: bigint): void {
  if (found === expected) return;
  throw new CorruptBlockError(`${what} at ${from} has checksum ${found} instead of ${expected}`);
}
