// Original file: primemesh/v1/extractor.proto

import type { BlockInput as _primemesh_v1_BlockInput, Block as _primemesh_v1_Block } from '../../primemesh/v1/Block.ts';
import type { UsageInput as _primemesh_v1_UsageInput, Usage as _primemesh_v1_Usage } from '../../primemesh/v1/Usage.ts';

/**
 * The candidates of a range.
 */
export interface ExtractResponseInput {
  /**
   * The candidates.
   */
  'block'?: (_primemesh_v1_BlockInput | null);
  /**
   * The bound that was used.
   */
  'sieveLimit'?: (number);
  /**
   * What the extractor spent.
   */
  'usage'?: (_primemesh_v1_UsageInput | null);
}

/**
 * The candidates of a range.
 */
export interface ExtractResponse {
  /**
   * The candidates.
   */
  'block': (_primemesh_v1_Block | null);
  /**
   * The bound that was used.
   */
  'sieveLimit': (number);
  /**
   * What the extractor spent.
   */
  'usage': (_primemesh_v1_Usage | null);
}
