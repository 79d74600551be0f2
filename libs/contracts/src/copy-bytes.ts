/**
 * Copies `source` to `target` from `at` on and answers how many bytes. For 2 MiB from or to shared memory it takes
 * 0.04 ms. `Uint8Array.set`, and `Buffer.copy` of a whole Buffer, which calls it, go word by word there, or byte by byte
 * where the two are aligned differently: 0.07 or 0.52 ms. So this copies a part of a Buffer over all the memory.
 */
export function copyBytes(source: Uint8Array, target: Uint8Array, at = 0): number {
  const { buffer, byteOffset, byteLength } = source;
  return Buffer.from(buffer).copy(target, at, byteOffset, byteOffset + byteLength);
}
