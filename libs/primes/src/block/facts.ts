/** What the verification of a block, or of consecutive blocks, found. */
export interface BlockFacts {
  /** Primes of the range, 2, 3 and 5 included. */
  readonly count: number;
  /** Their exact sum. */
  readonly sum: bigint;
  readonly first?: bigint;
  readonly last?: bigint;
  /** Largest difference of two consecutive primes, 0 if there are fewer than two. */
  readonly maxGap: number;
  /** The lower prime of the first gap of that size. */
  readonly maxGapAt?: bigint;
  /** Pairs of primes p, p + 2, both in the range. */
  readonly twins: number;
  /** Checksum of the bitmap; of several blocks, the sum of theirs mod 2^64. */
  readonly checksum: bigint;
  /** Claimed primes that were tested on their own. */
  readonly sampledPrimes: number;
  /** Clear bits that were tested on their own. */
  readonly sampledComposites: number;
}

/** Facts of a range without primes. */
export const noFacts: BlockFacts = {
  count: 0,
  sum: 0n,
  maxGap: 0,
  twins: 0,
  checksum: 0n,
  sampledPrimes: 0,
  sampledComposites: 0,
};

/** Facts of the primes of `a` followed by those of `b`, with the gap and the twin pair across the border. Associative. */
export function mergeFacts(a: BlockFacts, b: BlockFacts): BlockFacts {
  const first = a.first ?? b.first;
  const last = b.last ?? a.last;
  const border = borderGap(a, b);
  const widest = [a, border, b].reduce((best, each) => (each.maxGap > best.maxGap ? each : best));
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    maxGap: widest.maxGap,
    ...(widest.maxGapAt !== undefined && { maxGapAt: widest.maxGapAt }),
    twins: a.twins + b.twins + (border.maxGap === 2 ? 1 : 0),
    checksum: BigInt.asUintN(64, a.checksum + b.checksum),
    sampledPrimes: a.sampledPrimes + b.sampledPrimes,
    sampledComposites: a.sampledComposites + b.sampledComposites,
  };
}

function borderGap(a: BlockFacts, b: BlockFacts): { maxGap: number; maxGapAt?: bigint } {
  if (a.last === undefined || b.first === undefined) return { maxGap: 0 };
  return { maxGap: Number(b.first - a.last), maxGapAt: a.last };
}

/** Facts of a few primes, ascending. */
export function factsOf(primes: Iterable<bigint>): BlockFacts {
  let facts = noFacts;
  for (const prime of primes) {
    facts = mergeFacts(facts, { ...noFacts, count: 1, sum: prime, first: prime, last: prime });
  }
  return facts;
}
