// Original file: primemesh/v1/loader.proto


/**
 * Which runs to list.
 */
export interface ListRunsRequestInput {
  /**
   * Runs to return at most, ≤ 1000; 0 means 20.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: next_page_token of the response before, or empty.
   */
  'pageToken'?: (string);
}

/**
 * Which runs to list.
 */
export interface ListRunsRequest {
  /**
   * Runs to return at most, ≤ 1000; 0 means 20.
   */
  'pageSize': (number);
  /**
   * Where to go on: next_page_token of the response before, or empty.
   */
  'pageToken': (string);
}
