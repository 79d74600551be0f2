// Original file: primemesh/v1/loader.proto

import type { RunInput as _primemesh_v1_RunInput, Run as _primemesh_v1_Run } from '../../primemesh/v1/Run.ts';
import type { BlockSummaryInput as _primemesh_v1_BlockSummaryInput, BlockSummary as _primemesh_v1_BlockSummary } from '../../primemesh/v1/BlockSummary.ts';

/**
 * A run and some of its blocks.
 */
export interface GetRunResponseInput {
  /**
   * The run.
   */
  'run'?: (_primemesh_v1_RunInput | null);
  /**
   * The blocks asked for, by ascending index. Fewer come where they would take much more than 1 MiB; none behind the last.
   */
  'blocks'?: (_primemesh_v1_BlockSummaryInput)[];
}

/**
 * A run and some of its blocks.
 */
export interface GetRunResponse {
  /**
   * The run.
   */
  'run': (_primemesh_v1_Run | null);
  /**
   * The blocks asked for, by ascending index. Fewer come where they would take much more than 1 MiB; none behind the last.
   */
  'blocks': (_primemesh_v1_BlockSummary)[];
}
