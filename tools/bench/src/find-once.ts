// Finds the next prime from 10^digits on in this process, one thread, step by step: `find-once.ts DIGITS`.
import {
  bitmapLength,
  blockBase,
  createArena,
  decodePrimes,
  openKernel,
  slotBytes,
  splitLimit,
  windowFor,
} from '@prime-mesh/primes';

const bytesPerSlot = 2 ** 20;
const from = 10n ** BigInt(process.argv[2] ?? '');
const arena = createArena({ slots: 1, slotBytes: bytesPerSlot, threads: 1, laneBytes: 0 });
const kernel = openKernel(arena, 0);

function nextPrime(): bigint {
  for (let start = from; ;) {
    const range = windowFor(start, 1);
    const sieveLimit = splitLimit(range.to);
    const { checksum } = kernel.extract(0, range, { sieveLimit });
    const found = kernel.transform(0, range, { sieveLimit, checksum, stopAfter: 1 });
    const tested = { from: range.from, to: found.to };
    kernel.verify(0, tested, { checksum: found.checksum, seed: 1n, samples: 0 });
    const bitmap = slotBytes(arena, 0, bitmapLength(tested));
    for (const prime of decodePrimes(bitmap, blockBase(tested.from))) return prime;
    start = found.to;
  }
}

const before = process.cpuUsage();
const startedAt = performance.now();
const offset = nextPrime() - from;
const wall = (performance.now() - startedAt) / 1e3;
const user = process.cpuUsage(before).user / 1e6;
process.stdout.write(`${JSON.stringify({ user, wall, offset: String(offset) })}\n`);
