// Original file: primemesh/v1/loader.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How far a run is.
 */
export interface RunProgressInput {
  /**
   * Blocks stored so far.
   */
  'blocksStored'?: (number | string | Long);
  /**
   * Blocks of the run; 0 while unknown.
   */
  'blocksTotal'?: (number | string | Long);
  /**
   * Integers covered so far, decimal.
   */
  'numbersDone'?: (string);
  /**
   * Primes found so far.
   */
  'primes'?: (number | string | Long);
  /**
   * Time since the run was accepted, seconds.
   */
  'elapsedSeconds'?: (number | string);
}

/**
 * How far a run is.
 */
export interface RunProgress {
  /**
   * Blocks stored so far.
   */
  'blocksStored': (string);
  /**
   * Blocks of the run; 0 while unknown.
   */
  'blocksTotal': (string);
  /**
   * Integers covered so far, decimal.
   */
  'numbersDone': (string);
  /**
   * Primes found so far.
   */
  'primes': (string);
  /**
   * Time since the run was accepted, seconds.
   */
  'elapsedSeconds': (number);
}
