// Original file: primemesh/v1/loader.proto


/**
 * The next primes from a number on.
 */
export interface NextPrimesInput {
  /**
   * First integer to look at, decimal, ≥ 0.
   */
  'from'?: (string);
  /**
   * How many primes are wanted, ≥ 1.
   */
  'count'?: (number);
}

/**
 * The next primes from a number on.
 */
export interface NextPrimes {
  /**
   * First integer to look at, decimal, ≥ 0.
   */
  'from': (string);
  /**
   * How many primes are wanted, ≥ 1.
   */
  'count': (number);
}
