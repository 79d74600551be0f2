// Original file: primemesh/v1/loader.proto

import type { RunStateInput as _primemesh_v1_RunStateInput, RunState as _primemesh_v1_RunState } from '../../primemesh/v1/RunState.ts';
import type { RangeInput as _primemesh_v1_RangeInput, Range as _primemesh_v1_Range } from '../../primemesh/v1/Range.ts';
import type { PrimeFactsInput as _primemesh_v1_PrimeFactsInput, PrimeFacts as _primemesh_v1_PrimeFacts } from '../../primemesh/v1/PrimeFacts.ts';
import type { TimestampInput as _google_protobuf_TimestampInput, Timestamp as _google_protobuf_Timestamp } from '../../google/protobuf/Timestamp.ts';
import type { ServiceUsageInput as _primemesh_v1_ServiceUsageInput, ServiceUsage as _primemesh_v1_ServiceUsage } from '../../primemesh/v1/ServiceUsage.ts';
import type { VerificationInput as _primemesh_v1_VerificationInput, Verification as _primemesh_v1_Verification } from '../../primemesh/v1/Verification.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A run and what it found so far.
 */
export interface RunInput {
  /**
   * Identifier, a UUID.
   */
  'id'?: (string);
  /**
   * Where it stands.
   */
  'state'?: (_primemesh_v1_RunStateInput);
  /**
   * Integers covered. For a run for the next primes: what was looked at so far.
   */
  'range'?: (_primemesh_v1_RangeInput | null);
  /**
   * Primes wanted; 0 for a run over a range.
   */
  'primesWanted'?: (number);
  /**
   * Bitmap bytes of a block.
   */
  'blockBytes'?: (number);
  /**
   * Blocks in flight at once.
   */
  'inFlight'?: (number);
  /**
   * Blocks of the run; 0 while unknown.
   */
  'blocksTotal'?: (number | string | Long);
  /**
   * Blocks verified and stored.
   */
  'blocksStored'?: (number | string | Long);
  /**
   * Sums over the stored blocks.
   */
  'facts'?: (_primemesh_v1_PrimeFactsInput | null);
  /**
   * Trace that holds the run, 32 hex digits.
   */
  'traceId'?: (string);
  /**
   * When it was accepted.
   */
  'startedAt'?: (_google_protobuf_TimestampInput | null);
  /**
   * When it ended; absent while it runs.
   */
  'finishedAt'?: (_google_protobuf_TimestampInput | null);
  /**
   * Why it failed; empty otherwise.
   */
  'error'?: (string);
  /**
   * Allow-listed baggage that came with it.
   */
  'baggage'?: ({[key: string]: string});
  /**
   * What each service spent while the run was on.
   */
  'usages'?: (_primemesh_v1_ServiceUsageInput)[];
  /**
   * How it was verified.
   */
  'verification'?: (_primemesh_v1_VerificationInput | null);
  /**
   * The primes wanted, decimal, ascending; only in a run for the next primes, and not in a list of runs.
   */
  'found'?: (string)[];
  /**
   * The baggage said mesh.synthetic=true: the run was verified like any other, but none of it is stored.
   */
  'synthetic'?: (boolean);
}

/**
 * A run and what it found so far.
 */
export interface Run {
  /**
   * Identifier, a UUID.
   */
  'id': (string);
  /**
   * Where it stands.
   */
  'state': (_primemesh_v1_RunState);
  /**
   * Integers covered. For a run for the next primes: what was looked at so far.
   */
  'range': (_primemesh_v1_Range | null);
  /**
   * Primes wanted; 0 for a run over a range.
   */
  'primesWanted': (number);
  /**
   * Bitmap bytes of a block.
   */
  'blockBytes': (number);
  /**
   * Blocks in flight at once.
   */
  'inFlight': (number);
  /**
   * Blocks of the run; 0 while unknown.
   */
  'blocksTotal': (string);
  /**
   * Blocks verified and stored.
   */
  'blocksStored': (string);
  /**
   * Sums over the stored blocks.
   */
  'facts': (_primemesh_v1_PrimeFacts | null);
  /**
   * Trace that holds the run, 32 hex digits.
   */
  'traceId': (string);
  /**
   * When it was accepted.
   */
  'startedAt': (_google_protobuf_Timestamp | null);
  /**
   * When it ended; absent while it runs.
   */
  'finishedAt': (_google_protobuf_Timestamp | null);
  /**
   * Why it failed; empty otherwise.
   */
  'error': (string);
  /**
   * Allow-listed baggage that came with it.
   */
  'baggage': ({[key: string]: string});
  /**
   * What each service spent while the run was on.
   */
  'usages': (_primemesh_v1_ServiceUsage)[];
  /**
   * How it was verified.
   */
  'verification': (_primemesh_v1_Verification | null);
  /**
   * The primes wanted, decimal, ascending; only in a run for the next primes, and not in a list of runs.
   */
  'found': (string)[];
  /**
   * The baggage said mesh.synthetic=true: the run was verified like any other, but none of it is stored.
   */
  'synthetic': (boolean);
}
