// Original file: primemesh/v1/loader.proto

import type { RunInput as _primemesh_v1_RunInput, Run as _primemesh_v1_Run } from '../../primemesh/v1/Run.ts';

/**
 * The first event of every run.
 */
export interface RunAcceptedInput {
  /**
   * The run, in state RUN_STATE_RUNNING.
   */
  'run'?: (_primemesh_v1_RunInput | null);
}

/**
 * The first event of every run.
 */
export interface RunAccepted {
  /**
   * The run, in state RUN_STATE_RUNNING.
   */
  'run': (_primemesh_v1_Run | null);
}
