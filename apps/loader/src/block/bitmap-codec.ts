import { promisify } from 'node:util';
import { constants, zstdCompressSync, zstdDecompress } from 'node:zlib';

const decompress = promisify(zstdDecompress);

/**
 * Level 1 reaches the entropy of a bitmap of primes (0.59 of its size at 10^12); level 3 takes 5 times as long and its
 * result is larger. Nothing repeats in such a bitmap, so a small search for repeats does: 0.7 instead of 1.3 ms a MiB.
 */
const params = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_windowLog]: 17,
  [constants.ZSTD_c_hashLog]: 6,
  [constants.ZSTD_c_minMatch]: 7,
};

/** Bounds the memory that a damaged frame can take. Bitmaps have at most 4 MiB. */
const maxBitmapBytes = 16 * 2 ** 20;

/** Largest usual share of a bitmap that its frame takes: a frame that fits one chunk of output is not copied. */
const usualShare = 5 / 8;

/** Compresses a bitmap into memory of its own, for worker threads. */
export function packBitmap(bitmap: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunkSize = Math.max(4096, Math.ceil(bitmap.length * usualShare));
  const packed = zstdCompressSync(bitmap, { params, chunkSize });
  if (packed.length <= Buffer.poolSize) return new Uint8Array(packed); // it may share its memory with others
  return new Uint8Array(packed.buffer, packed.byteOffset, packed.length);
}

/** Returns what `packBitmap` was given. */
export async function unpackBitmap(packed: Uint8Array): Promise<Uint8Array> {
  return decompress(packed, { maxOutputLength: maxBitmapBytes });
}
