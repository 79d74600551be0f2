// Original file: primemesh/v1/loader.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Which run to answer.
 */
export interface GetRunRequestInput {
  /**
   * Identifier of the run.
   */
  'runId'?: (string);
  /**
   * Index of the first block to answer.
   */
  'firstBlock'?: (number | string | Long);
  /**
   * Blocks to answer at most, ≤ 1000; 0 for none.
   */
  'maxBlocks'?: (number);
}

/**
 * Which run to answer.
 */
export interface GetRunRequest {
  /**
   * Identifier of the run.
   */
  'runId': (string);
  /**
   * Index of the first block to answer.
   */
  'firstBlock': (string);
  /**
   * Blocks to answer at most, ≤ 1000; 0 for none.
   */
  'maxBlocks': (number);
}
