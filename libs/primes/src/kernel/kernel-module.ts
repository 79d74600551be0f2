import { readFileSync } from 'node:fs';
import { assertCpu } from './assert-cpu.ts';

const file = new URL('../../build/kernel.wasm', import.meta.url);

/** What assembly/index.ts exports. Addresses and lengths are bytes; integers of 64 bits are bigint, signed when returned. */
export interface KernelExports {
  checksum(at: number, length: number): bigint;
  population(at: number, length: number): number;
  facts(at: number, length: number, out: number): number;
  addToLane(base: number, length: number, baseByte0: number, low: number, high: number, byte0: bigint): void;
  crossUnit(at: number): void;
  skipUnit(): void;
  resetLane(steps: number, tails: number, heap: number): void;
  laneEnd(): number;
  crossWithoutLane(
    steps: number,
    base: number,
    baseLength: number,
    baseByte0: number,
    low: number,
    high: number,
    at: number,
    length: number,
    byte0: bigint,
  ): void;
  isPrime(n: bigint): number;
  isProbablePrime(n: bigint): number;
  testCandidates(at: number, start: number, end: number, byte0: bigint): void;
  writeSteps(table: number): void;
  writePatterns(patterns: number): void;
  sieveSmall(
    patterns: number,
    header: number,
    places: number,
    at: number,
    length: number,
    byte0: bigint,
    low: number,
    high: number,
  ): void;
  sieveMedium(
    header: number,
    residueClass: number,
    at: number,
    length: number,
    byte0: bigint,
    low: number,
    high: number,
  ): void;
}

/**
 * Compiles the kernel, once for each process: a module can be cloned into worker threads.
 * @throws {UnsupportedCpuError}
 */
export function compileKernel(): WebAssembly.Module {
  assertCpu();
  try {
    return new WebAssembly.Module(readFileSync(file));
  } catch (error) {
    throw new Error(`the kernel is not built: run \`npm run build\` in libs/primes`, { cause: error });
  }
}

/** An instance of the kernel on the memory of an arena. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  // The module is compiled from assembly/index.ts, which this type describes.
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}
