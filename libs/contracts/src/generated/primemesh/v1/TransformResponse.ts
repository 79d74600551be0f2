// Original file: primemesh/v1/transformer.proto

import type { BlockInput as _primemesh_v1_BlockInput, Block as _primemesh_v1_Block } from '../../primemesh/v1/Block.ts';
import type { UsageInput as _primemesh_v1_UsageInput, Usage as _primemesh_v1_Usage } from '../../primemesh/v1/Usage.ts';

/**
 * The primes of a range.
 */
export interface TransformResponseInput {
  /**
   * The primes, without 2, 3 and 5. Beyond 2^64 − 2^37: what passes the strong test to base 2.
   */
  'block'?: (_primemesh_v1_BlockInput | null);
  /**
   * What the extractor and the transformer spent, one entry a process.
   */
  'usages'?: (_primemesh_v1_UsageInput)[];
  /**
   * End of what was tested, decimal. This is the range's to unless stop_after ended the test early. The block ends there.
   */
  'to'?: (string);
}

/**
 * The primes of a range.
 */
export interface TransformResponse {
  /**
   * The primes, without 2, 3 and 5. Beyond 2^64 − 2^37: what passes the strong test to base 2.
   */
  'block': (_primemesh_v1_Block | null);
  /**
   * What the extractor and the transformer spent, one entry a process.
   */
  'usages': (_primemesh_v1_Usage)[];
  /**
   * End of what was tested, decimal. This is the range's to unless stop_after ended the test early. The block ends there.
   */
  'to': (string);
}
