// Original file: primemesh/v1/loader.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Which run to return.
 */
export interface GetRunRequestInput {
  /**
   * Identifier of the run.
   */
  'runId'?: (string);
  /**
   * Index of the first block to return.
   */
  'firstBlock'?: (number | string | Long);
  /**
   * Blocks to return at most, ≤ 1000; 0 for none.
   */
  'maxBlocks'?: (number);
}

/**
 * Which run to return.
 */
export interface GetRunRequest {
  /**
   * Identifier of the run.
   */
  'runId': (string);
  /**
   * Index of the first block to return.
   */
  'firstBlock': (string);
  /**
   * Blocks to return at most, ≤ 1000; 0 for none.
   */
  'maxBlocks': (number);
}
