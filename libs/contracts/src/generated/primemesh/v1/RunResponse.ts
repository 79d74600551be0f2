// Original file: primemesh/v1/loader.proto

import type { RunAcceptedInput as _primemesh_v1_RunAcceptedInput, RunAccepted as _primemesh_v1_RunAccepted } from '../../primemesh/v1/RunAccepted.ts';
import type { RunProgressInput as _primemesh_v1_RunProgressInput, RunProgress as _primemesh_v1_RunProgress } from '../../primemesh/v1/RunProgress.ts';
import type { BlockStoredInput as _primemesh_v1_BlockStoredInput, BlockStored as _primemesh_v1_BlockStored } from '../../primemesh/v1/BlockStored.ts';
import type { RunFinishedInput as _primemesh_v1_RunFinishedInput, RunFinished as _primemesh_v1_RunFinished } from '../../primemesh/v1/RunFinished.ts';

/**
 * One event of a run.
 */
export interface RunResponseInput {
  /**
   * The run was accepted and has an id.
   */
  'accepted'?: (_primemesh_v1_RunAcceptedInput | null);
  /**
   * How far the run is; sent at most a few times a second.
   */
  'progress'?: (_primemesh_v1_RunProgressInput | null);
  /**
   * A block was verified and stored.
   */
  'blockStored'?: (_primemesh_v1_BlockStoredInput | null);
  /**
   * The run is complete, verified and stored.
   */
  'finished'?: (_primemesh_v1_RunFinishedInput | null);
  /**
   * What happened.
   */
  'event'?: "accepted"|"progress"|"blockStored"|"finished";
}

/**
 * One event of a run.
 */
export interface RunResponse {
  /**
   * The run was accepted and has an id.
   */
  'accepted'?: (_primemesh_v1_RunAccepted | null);
  /**
   * How far the run is; sent at most a few times a second.
   */
  'progress'?: (_primemesh_v1_RunProgress | null);
  /**
   * A block was verified and stored.
   */
  'blockStored'?: (_primemesh_v1_BlockStored | null);
  /**
   * The run is complete, verified and stored.
   */
  'finished'?: (_primemesh_v1_RunFinished | null);
  /**
   * What happened.
   */
  'event'?: "accepted"|"progress"|"blockStored"|"finished";
}
