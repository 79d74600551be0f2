import { pollOf } from '../block/cancelled-error.ts';
import { checksum as hashOf } from '../block/checksum.ts';
import { assertChecksum } from '../block/corrupt-block-error.ts';
import { blockBase, type Range, wheelResidues } from '../block/range.ts';
import { integerRoot, smallPrimes } from '../numbers/small-primes.ts';

/** End of the ranges for trial division: base primes below 2^20 are found in an instant, and doubles are exact. */
const maxTried = 2n ** 40n;

/** Most divisions for one block: a few seconds. */
const maxDivisions = 2 ** 30;

/** Largest share of the integers that the extractor leaves: the product of (1 − 1/p) over the primes to 97. */
const candidateShare = 0.121;

/** Bytes of the bitmap between two polls for cancellation. */
const stepBytes = 64;

/** Whether trial division of a block ends within seconds: each candidate may take π(√to) < 1.26 √to / ln √to divisions. */
export function isTrialAffordable({ from, to }: Range): boolean {
  if (to > maxTried) return false;
  const root = Math.sqrt(Number(to));
  return candidateShare * Number(to - from) * ((1.26 * root) / Math.log(root + 2)) <= maxDivisions;
}

/**
 * Leaves in the bitmap those candidates that no prime up to their root divides: the slowest correct way, for comparison.
 * @throws {CorruptBlockError} if the candidates are not those of the checksum
 */
export function trialDivide(
  bitmap: Uint8Array,
  range: Range,
  { checksum, isCancelled }: { checksum: bigint; isCancelled: () => boolean },
): { checksum: bigint; primes: number; to: bigint } {
  assertChecksum('candidates', range.from, hashOf(bitmap), checksum);
  const poll = pollOf(isCancelled);
  const bases = smallPrimes(Number(integerRoot(range.to)));
  const base = Number(blockBase(range.from));
  let primes = 0;
  for (let index = 0; index < bitmap.length; index++) {
    if (index % stepBytes === 0) poll();
    for (const [bit, residue] of wheelResidues.entries()) {
      const mask = 1 << bit;
      if (((bitmap[index] ?? 0) & mask) === 0) continue;
      if (isUndivided(base + 30 * index + residue, bases)) primes++;
      else bitmap[index] = (bitmap[index] ?? 0) & ~mask;
    }
  }
  return { checksum: hashOf(bitmap), primes, to: range.to };
}

function isUndivided(value: number, bases: Iterable<number>): boolean {
  for (const prime of bases) {
    if (prime * prime > value) return true;
    if (value % prime === 0) return false;
  }
  return true;
}
