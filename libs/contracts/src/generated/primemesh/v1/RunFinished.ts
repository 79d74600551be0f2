// Original file: primemesh/v1/loader.proto

import type { RunInput as _primemesh_v1_RunInput, Run as _primemesh_v1_Run } from '../../primemesh/v1/Run.ts';

/**
 * The last event of a successful run.
 */
export interface RunFinishedInput {
  /**
   * The run, in state RUN_STATE_FINISHED.
   */
  'run'?: (_primemesh_v1_RunInput | null);
}

/**
 * The last event of a successful run.
 */
export interface RunFinished {
  /**
   * The run, in state RUN_STATE_FINISHED.
   */
  'run': (_primemesh_v1_Run | null);
}
