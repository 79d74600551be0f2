// Original file: primemesh/v1/loader.proto

import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from '../../primemesh/v1/Range.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Which primes to read.
 */
export interface ReadPrimesRequestInput {
  /**
   * Identifier of the run.
   */
  'runId'?: (string);
  /**
   * Part of the run to read; the whole run when absent.
   */
  'range'?: (_primemesh_v1_RangeInput | null);
  /**
   * Primes to return at most; 0 for all.
   */
  'limit'?: (number | string | Long);
}

/**
 * Which primes to read.
 */
export interface ReadPrimesRequest {
  /**
   * Identifier of the run.
   */
  'runId': (string);
  /**
   * Part of the run to read; the whole run when absent.
   */
  'range': (_primemesh_v1_Range | null);
  /**
   * Primes to return at most; 0 for all.
   */
  'limit': (string);
}
