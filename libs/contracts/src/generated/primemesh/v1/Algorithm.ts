// Original file: primemesh/v1/block.proto

/**
 * How the numbers of a block are tested.
 */
export const Algorithm = {
  /**
   * The service chooses by the size of the numbers.
   */
  ALGORITHM_UNSPECIFIED: 'ALGORITHM_UNSPECIFIED',
  /**
   * Segmented sieve of Eratosthenes.
   */
  ALGORITHM_SIEVE: 'ALGORITHM_SIEVE',
  /**
   * Deterministic Miller–Rabin test of each candidate.
   */
  ALGORITHM_MILLER_RABIN: 'ALGORITHM_MILLER_RABIN',
} as const;

/**
 * How the numbers of a block are tested.
 */
export type AlgorithmInput =
  /**
   * The service chooses by the size of the numbers.
   */
  | 'ALGORITHM_UNSPECIFIED'
  | 0
  /**
   * Segmented sieve of Eratosthenes.
   */
  | 'ALGORITHM_SIEVE'
  | 1
  /**
   * Deterministic Miller–Rabin test of each candidate.
   */
  | 'ALGORITHM_MILLER_RABIN'
  | 2

/**
 * How the numbers of a block are tested.
 */
export type Algorithm = typeof Algorithm[keyof typeof Algorithm]
