// One thread sieves [from, from + length) and prints how long it took: `kernel-once.ts FROM LENGTH`.
import { createArena, openKernel, parseNumber } from '@prime-mesh/primes';

const blockBytes = 2 * 2 ** 20;
const warmUpBlocks = 6;
const [fromText = '', lengthText = ''] = process.argv.slice(2);
const from = parseNumber(fromText);
const to = from + parseNumber(lengthText);
const kernel = openKernel(createArena({ slots: 1, slotBytes: blockBytes, threads: 1 }), 0);

function count(end: bigint): bigint {
  let total = 0n;
  for (let low = from; low < end;) {
    const next = (low / 30n) * 30n + BigInt(blockBytes) * 30n;
    const high = next < end ? next : end;
    total += BigInt(kernel.count(0, { from: low, to: high }));
    low = high;
  }
  return total;
}

// V8 replaces a function by compiled code between two calls: the first blocks run slow code.
const warm = from + BigInt(warmUpBlocks * blockBytes) * 30n;
count(warm < to ? warm : to);
await new Promise((resolve) => setTimeout(resolve, 100));
const startedAt = performance.now();
const before = process.cpuUsage();
const total = count(to);
const user = process.cpuUsage(before).user / 1e6;
const wall = (performance.now() - startedAt) / 1e3;
process.stdout.write(`${JSON.stringify({ user, wall, count: String(total) })}\n`);
