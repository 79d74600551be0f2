// Original file: primemesh/v1/loader.proto


/**
 * Which runs to list.
 */
export interface ListRunsRequestInput {
  /**
   * Runs to answer at most, ≤ 1000; 0 means 20.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: next_page_token of the answer before, or empty.
   */
  'pageToken'?: (string);
}

/**
 * Which runs to list.
 */
export interface ListRunsRequest {
  /**
   * Runs to answer at most, ≤ 1000; 0 means 20.
   */
  'pageSize': (number);
  /**
   * Where to go on: next_page_token of the answer before, or empty.
   */
  'pageToken': (string);
}
