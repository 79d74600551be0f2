// Original file: primemesh/v1/block.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A set of integers coprime to 30, as a bitmap over the mod-30 wheel.
 */
export interface BlockInput {
  /**
   * Integer that byte 0 stands for, decimal; the largest multiple of 30 that is ≤ the range's from.
   */
  'base'?: (string);
  /**
   * Bit k of byte i is set when base + 30·i + (1, 7, 11, 13, 17, 19, 23, 29)[k] is in the set. Bits outside the
   * range are clear. The primes 2, 3 and 5 have no bit.
   */
  'bitmap'?: (Buffer | Uint8Array | string);
  /**
   * FNV-1a hash of the bitmap over its 64-bit little-endian words. The words are dealt to four lanes in turn, and the
   * hashes of the lanes are hashed in order. Zeros fill the last round of 32 bytes.
   */
  'checksum'?: (number | string | Long);
}

/**
 * A set of integers coprime to 30, as a bitmap over the mod-30 wheel.
 */
export interface Block {
  /**
   * Integer that byte 0 stands for, decimal; the largest multiple of 30 that is ≤ the range's from.
   */
  'base': (string);
  /**
   * Bit k of byte i is set when base + 30·i + (1, 7, 11, 13, 17, 19, 23, 29)[k] is in the set. Bits outside the
   * range are clear. The primes 2, 3 and 5 have no bit.
   */
  'bitmap': (Buffer);
  /**
   * FNV-1a hash of the bitmap over its 64-bit little-endian words. The words are dealt to four lanes in turn, and the
   * hashes of the lanes are hashed in order. Zeros fill the last round of 32 bytes.
   */
  'checksum': (string);
}
