/**
 * Copies `source` to `target` from `at` on and returns how many bytes. For 2 MiB from or to shared memory it takes
 * 0.04 ms. `Uint8Array.set` goes word by word there, or byte by byte where the two are aligned differently: 0.07 or
 * 0.52 ms. `Buffer.copy` of a whole Buffer calls it. So this copies a part of a Buffer that covers all the memory.
 */
export function copyBytes(source: Uint8Array, target: Uint8Array, at = 0): number {
  const { buffer, byteOffset, byteLength } = source;
  return Buffer.from(buffer).copy(target, at, byteOffset, byteOffset + byteLength);
}
