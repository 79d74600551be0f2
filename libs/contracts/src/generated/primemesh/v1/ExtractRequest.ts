// Original file: primemesh/v1/extractor.proto

import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from '../../primemesh/v1/Range.ts';

/**
 * A request for the candidates of a range.
 */
export interface ExtractRequestInput {
  /**
   * Integers to look at.
   */
  'range'?: (_primemesh_v1_RangeInput | null);
  /**
   * Primes up to this bound are crossed off; 0 lets the extractor choose.
   */
  'sieveLimit'?: (number);
}

/**
 * A request for the candidates of a range.
 */
export interface ExtractRequest {
  /**
   * Integers to look at.
   */
  'range': (_primemesh_v1_Range | null);
  /**
   * Primes up to this bound are crossed off; 0 lets the extractor choose.
   */
  'sieveLimit': (number);
}
