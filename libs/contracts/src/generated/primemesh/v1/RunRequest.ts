// Original file: primemesh/v1/loader.proto

import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from '../../primemesh/v1/Range.ts';
import type { NextPrimesInput as _primemesh_v1_NextPrimesInput, NextPrimes as _primemesh_v1_NextPrimes } from '../../primemesh/v1/NextPrimes.ts';
import type { AlgorithmInput as _primemesh_v1_AlgorithmInput, Algorithm as _primemesh_v1_Algorithm } from '../../primemesh/v1/Algorithm.ts';

/**
 * What to run.
 */
export interface RunRequestInput {
  /**
   * All primes of a range.
   */
  'range'?: (_primemesh_v1_RangeInput | null);
  /**
   * The next primes from a number on.
   */
  'next'?: (_primemesh_v1_NextPrimesInput | null);
  /**
   * Bitmap bytes of a block, 30 numbers each; 0 means the loader's default.
   */
  'blockBytes'?: (number);
  /**
   * Blocks in flight at once; 0 means the loader's default.
   */
  'inFlight'?: (number);
  /**
   * Bound of the primes that the extractor crosses off; 0 lets the services choose.
   */
  'sieveLimit'?: (number);
  /**
   * How candidates are tested.
   */
  'algorithm'?: (_primemesh_v1_AlgorithmInput);
  /**
   * Count the primes of the range by a second method at the end, whatever that costs.
   */
  'audit'?: (boolean);
  /**
   * What is wanted.
   */
  'goal'?: "range"|"next";
}

/**
 * What to run.
 */
export interface RunRequest {
  /**
   * All primes of a range.
   */
  'range'?: (_primemesh_v1_Range | null);
  /**
   * The next primes from a number on.
   */
  'next'?: (_primemesh_v1_NextPrimes | null);
  /**
   * Bitmap bytes of a block, 30 numbers each; 0 means the loader's default.
   */
  'blockBytes': (number);
  /**
   * Blocks in flight at once; 0 means the loader's default.
   */
  'inFlight': (number);
  /**
   * Bound of the primes that the extractor crosses off; 0 lets the services choose.
   */
  'sieveLimit': (number);
  /**
   * How candidates are tested.
   */
  'algorithm': (_primemesh_v1_Algorithm);
  /**
   * Count the primes of the range by a second method at the end, whatever that costs.
   */
  'audit': (boolean);
  /**
   * What is wanted.
   */
  'goal'?: "range"|"next";
}
