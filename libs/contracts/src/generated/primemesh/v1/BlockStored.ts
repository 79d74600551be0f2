// Original file: primemesh/v1/loader.proto

import type { BlockSummaryInput as _primemesh_v1_BlockSummaryInput, BlockSummary as _primemesh_v1_BlockSummary } from '../../primemesh/v1/BlockSummary.ts';

/**
 * A verified, stored block.
 */
export interface BlockStoredInput {
  /**
   * The block.
   */
  'block'?: (_primemesh_v1_BlockSummaryInput | null);
}

/**
 * A verified, stored block.
 */
export interface BlockStored {
  /**
   * The block.
   */
  'block': (_primemesh_v1_BlockSummary | null);
}
