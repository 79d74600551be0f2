// Original file: primemesh/v1/loader.proto

import type { RunInput as _primemesh_v1_RunInput, Run as _primemesh_v1_Run } from '../../primemesh/v1/Run.ts';

/**
 * Runs, newest first.
 */
export interface ListRunsResponseInput {
  /**
   * The runs. Fewer come where they would take much more than 1 MiB.
   */
  'runs'?: (_primemesh_v1_RunInput)[];
  /**
   * Where the next page starts; empty on the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Runs, newest first.
 */
export interface ListRunsResponse {
  /**
   * The runs. Fewer come where they would take much more than 1 MiB.
   */
  'runs': (_primemesh_v1_Run)[];
  /**
   * Where the next page starts; empty on the last page.
   */
  'nextPageToken': (string);
}
