// Original file: primemesh/v1/loader.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How a run's numbers were verified.
 */
export interface VerificationInput {
  /**
   * Claimed primes that were tested on their own.
   */
  'sampledPrimes'?: (number | string | Long);
  /**
   * Cleared bits that were tested on their own.
   */
  'sampledComposites'?: (number | string | Long);
  /**
   * Seed of the samples.
   */
  'seed'?: (number | string | Long);
  /**
   * Blocks that were refused and asked for again.
   */
  'blocksRefused'?: (number | string | Long);
  /**
   * π(to) − π(from) by a method that does not sieve the range. Absent where it was neither affordable nor asked for.
   */
  'auditCount'?: (number | string | Long);
  /**
   * CPU time of that count, seconds.
   */
  'auditCpuSeconds'?: (number | string);
  '_auditCount'?: "auditCount";
}

/**
 * How a run's numbers were verified.
 */
export interface Verification {
  /**
   * Claimed primes that were tested on their own.
   */
  'sampledPrimes': (string);
  /**
   * Cleared bits that were tested on their own.
   */
  'sampledComposites': (string);
  /**
   * Seed of the samples.
   */
  'seed': (string);
  /**
   * Blocks that were refused and asked for again.
   */
  'blocksRefused': (string);
  /**
   * π(to) − π(from) by a method that does not sieve the range. Absent where it was neither affordable nor asked for.
   */
  'auditCount'?: (string);
  /**
   * CPU time of that count, seconds.
   */
  'auditCpuSeconds': (number);
  '_auditCount'?: "auditCount";
}
