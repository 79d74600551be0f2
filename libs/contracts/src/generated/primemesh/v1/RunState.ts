// Original file: primemesh/v1/loader.proto

/**
 * Where a run stands.
 */
export const RunState = {
  /**
   * Never sent.
   */
  RUN_STATE_UNSPECIFIED: 'RUN_STATE_UNSPECIFIED',
  /**
   * Blocks are being worked on.
   */
  RUN_STATE_RUNNING: 'RUN_STATE_RUNNING',
  /**
   * Every block is verified and stored.
   */
  RUN_STATE_FINISHED: 'RUN_STATE_FINISHED',
  /**
   * The run ended with an error; the blocks stored so far are right.
   */
  RUN_STATE_FAILED: 'RUN_STATE_FAILED',
  /**
   * The caller went away or the deadline passed; the blocks stored so far are right.
   */
  RUN_STATE_CANCELLED: 'RUN_STATE_CANCELLED',
} as const;

/**
 * Where a run stands.
 */
export type RunStateInput =
  /**
   * Never sent.
   */
  | 'RUN_STATE_UNSPECIFIED'
  | 0
  /**
   * Blocks are being worked on.
   */
  | 'RUN_STATE_RUNNING'
  | 1
  /**
   * Every block is verified and stored.
   */
  | 'RUN_STATE_FINISHED'
  | 2
  /**
   * The run ended with an error; the blocks stored so far are right.
   */
  | 'RUN_STATE_FAILED'
  | 3
  /**
   * The caller went away or the deadline passed; the blocks stored so far are right.
   */
  | 'RUN_STATE_CANCELLED'
  | 4

/**
 * Where a run stands.
 */
export type RunState = typeof RunState[keyof typeof RunState]
