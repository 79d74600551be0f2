import { CorruptBlockError } from './corrupt-block-error.ts';
import { numbersPerByte, type Range, wheelResidues, blockBase } from './range.ts';

/** Most draws for each wanted sample: one bit in seven is set near 10^12, one in eleven near 10^18. */
const drawsPerSample = 40;

export interface SampleOptions {
  readonly seed: bigint;
  /** Claimed primes to test, and as many clear bits. */
  readonly samples: number;
  readonly isPrime: (n: bigint) => boolean;
  /** A faster test, which is never wrong when it returns false. */
  readonly isProbablePrime?: (n: bigint) => boolean;
}

/**
 * Tests some of the numbers that a bitmap calls prime, and some that it calls composite. Their positions are drawn from
 * the seed and the range: the same seed draws the same bits. A composite that is called prime goes unnoticed if it passes
 * the faster test, which fewer than one in 10^11 do.
 * @throws {CorruptBlockError} if a test contradicts the bitmap
 */
export function sampleBits(
  bitmap: Uint8Array,
  range: Range,
  { seed, samples, isPrime, isProbablePrime = isPrime }: SampleOptions,
): { primes: number; composites: number } {
  const base = blockBase(range.from);
  const random = uniform(seed ^ range.from);
  const sampled = { primes: 0, composites: 0 };
  for (let draw = 0; draw < samples * drawsPerSample && bitmap.length > 0; draw++) {
    if (sampled.primes >= samples && sampled.composites >= samples) break;
    const position = Math.floor(random() * bitmap.length * 8);
    const isSet = ((bitmap[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
    const kind = isSet ? 'primes' : 'composites';
    if (sampled[kind] >= samples) continue;
    const offset = (position >> 3) * numbersPerByte + (wheelResidues[position & 7] ?? 0);
    const value = base + BigInt(offset);
    if (value < range.from || value >= range.to) continue;
    if (isProbablePrime(value) !== isSet && (isSet || isPrime(value))) {
      throw new CorruptBlockError(`block at ${base} says that ${value} is ${isSet ? '' : 'not '}prime`);
    }
    sampled[kind]++;
  }
  return sampled;
}

/** Numbers in [0, 1): Mulberry32 by T. Ettinger, 32 bits of state. */
function uniform(seed: bigint): () => number {
  let state = Number(BigInt.asUintN(32, seed ^ (seed >> 32n)));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
