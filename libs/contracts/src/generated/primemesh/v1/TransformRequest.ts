// Original file: primemesh/v1/transformer.proto

import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from '../../primemesh/v1/Range.ts';
import type { AlgorithmInput as _primemesh_v1_AlgorithmInput, Algorithm as _primemesh_v1_Algorithm } from '../../primemesh/v1/Algorithm.ts';

/**
 * A request for the primes of a range.
 */
export interface TransformRequestInput {
  /**
   * Integers to look at.
   */
  'range'?: (_primemesh_v1_RangeInput | null);
  /**
   * Bound of the primes that the extractor crosses off; 0 lets the services choose.
   */
  'sieveLimit'?: (number);
  /**
   * How candidates are tested.
   */
  'algorithm'?: (_primemesh_v1_AlgorithmInput);
  /**
   * Beyond 2^64 − 2^37, test no further once so many primes are found; 0 tests the whole range.
   */
  'stopAfter'?: (number);
}

/**
 * A request for the primes of a range.
 */
export interface TransformRequest {
  /**
   * Integers to look at.
   */
  'range': (_primemesh_v1_Range | null);
  /**
   * Bound of the primes that the extractor crosses off; 0 lets the services choose.
   */
  'sieveLimit': (number);
  /**
   * How candidates are tested.
   */
  'algorithm': (_primemesh_v1_Algorithm);
  /**
   * Beyond 2^64 − 2^37, test no further once so many primes are found; 0 tests the whole range.
   */
  'stopAfter': (number);
}
