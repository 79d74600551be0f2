// Original file: primemesh/v1/loader.proto

import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from '../../primemesh/v1/Range.ts';
import type { PrimeFactsInput as _primemesh_v1_PrimeFactsInput, PrimeFacts as _primemesh_v1_PrimeFacts } from '../../primemesh/v1/PrimeFacts.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A stored block.
 */
export interface BlockSummaryInput {
  /**
   * Position in the run, from 0.
   */
  'index'?: (number | string | Long);
  /**
   * Integers covered.
   */
  'range'?: (_primemesh_v1_RangeInput | null);
  /**
   * What it holds.
   */
  'facts'?: (_primemesh_v1_PrimeFactsInput | null);
  /**
   * FNV-1a hash of its bitmap.
   */
  'checksum'?: (number | string | Long);
  /**
   * Trace that holds its work, 32 hex digits.
   */
  'traceId'?: (string);
  /**
   * Span of its work, 16 hex digits.
   */
  'spanId'?: (string);
}

/**
 * A stored block.
 */
export interface BlockSummary {
  /**
   * Position in the run, from 0.
   */
  'index': (string);
  /**
   * Integers covered.
   */
  'range': (_primemesh_v1_Range | null);
  /**
   * What it holds.
   */
  'facts': (_primemesh_v1_PrimeFacts | null);
  /**
   * FNV-1a hash of its bitmap.
   */
  'checksum': (string);
  /**
   * Trace that holds its work, 32 hex digits.
   */
  'traceId': (string);
  /**
   * Span of its work, 16 hex digits.
   */
  'spanId': (string);
}
