// Original file: primemesh/v1/block.proto


/**
 * A half-open range of integers, [from, to). Both bounds may have any size.
 */
export interface RangeInput {
  /**
   * First integer of the range, decimal, ≥ 0.
   */
  'from'?: (string);
  /**
   * First integer after the range, decimal, > from.
   */
  'to'?: (string);
}

/**
 * A half-open range of integers, [from, to). Both bounds may have any size.
 */
export interface Range {
  /**
   * First integer of the range, decimal, ≥ 0.
   */
  'from': (string);
  /**
   * First integer after the range, decimal, > from.
   */
  'to': (string);
}
