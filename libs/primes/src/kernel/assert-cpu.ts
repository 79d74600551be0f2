/** This CPU cannot run the kernel. */
export class UnsupportedCpuError extends Error {
  override readonly name = 'UnsupportedCpuError';
}

/**
 * A module whose one function is `i8x16.popcnt(i8x16.splat(0))`. V8 knows vectors of 128 bits on x86-64 from SSE4.1 on.
 * @see https://github.com/GoogleChromeLabs/wasm-feature-detect
 */
const vectorModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253],
  ...[98, 11],
);

/** @throws {UnsupportedCpuError} if the CPU lacks what the kernel is compiled to */
export function assertCpu(): void {
  if (WebAssembly.validate(vectorModule)) return;
  throw new UnsupportedCpuError(
    'this CPU cannot run the kernel: it lacks SIMD of WebAssembly, which on x86-64 is SSE4.1 (2008)',
  );
}
