// Original file: primemesh/v1/loader.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Facts about a set of primes.
 */
export interface PrimeFactsInput {
  /**
   * How many there are, with 2, 3 and 5.
   */
  'count'?: (number | string | Long);
  /**
   * Their sum, decimal.
   */
  'sum'?: (string);
  /**
   * The smallest, decimal; empty when there is none.
   */
  'first'?: (string);
  /**
   * The largest, decimal; empty when there is none.
   */
  'last'?: (string);
  /**
   * Largest difference of two consecutive ones; 0 when there are fewer than two.
   */
  'maxGap'?: (number | string | Long);
  /**
   * The prime before the first such gap, decimal; empty when there is none.
   */
  'maxGapAfter'?: (string);
  /**
   * Pairs p, p + 2, both in the set.
   */
  'twinPairs'?: (number | string | Long);
}

/**
 * Facts about a set of primes.
 */
export interface PrimeFacts {
  /**
   * How many there are, with 2, 3 and 5.
   */
  'count': (string);
  /**
   * Their sum, decimal.
   */
  'sum': (string);
  /**
   * The smallest, decimal; empty when there is none.
   */
  'first': (string);
  /**
   * The largest, decimal; empty when there is none.
   */
  'last': (string);
  /**
   * Largest difference of two consecutive ones; 0 when there are fewer than two.
   */
  'maxGap': (string);
  /**
   * The prime before the first such gap, decimal; empty when there is none.
   */
  'maxGapAfter': (string);
  /**
   * Pairs p, p + 2, both in the set.
   */
  'twinPairs': (string);
}
