/** This CPU cannot run the kernel. */
export class UnsupportedCpuError extends Error {
  override readonly name = 'UnsupportedCpuError';
}

/**
 * A module whose one function is `i8x16.popcnt(i8x16.splat(0))`. V8 knows vectors of 128 bits on x86-64 from SSE4.1 on.
 * @see https://github.com/GoogleChromeLabs/wasm-feature-detect
 */
const vectorModule = Buffer.from('0061736d010000000105016000017b030201000a0a0108004100fd0ffd620b', 'hex');

/** @throws {UnsupportedCpuError} if the CPU lacks what the kernel is compiled to */
export function assertCpu(): void {
  if (WebAssembly.validate(vectorModule)) return;
  throw new UnsupportedCpuError(
    'this CPU cannot run the kernel: it lacks SIMD of WebAssembly, which on x86-64 is SSE4.1 (2008)',
  );
}
