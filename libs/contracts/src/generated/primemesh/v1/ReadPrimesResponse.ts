// Original file: primemesh/v1/loader.proto


/**
 * Some primes, ascending.
 */
export interface ReadPrimesResponseInput {
  /**
   * What the offsets count from, decimal.
   */
  'base'?: (string);
  /**
   * Each prime is base + offset.
   */
  'offsets'?: (number)[];
}

/**
 * Some primes, ascending.
 */
export interface ReadPrimesResponse {
  /**
   * What the offsets count from, decimal.
   */
  'base': (string);
  /**
   * Each prime is base + offset.
   */
  'offsets': (number)[];
}
