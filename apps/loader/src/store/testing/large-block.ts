import { noFacts, type BlockFacts, type Range } from '@prime-mesh/primes';

/** It holds the primes 2^64 − 83 and 2^64 − 59: no double holds any of these numbers. */
export const range: Range = { from: 18446744073709551530n, to: 18446744073709551560n };

/** What a block of that range is stored with. */
export const facts: BlockFacts = {
  ...noFacts,
  count: 2,
  sum: 36893488147419103090n,
  first: 18446744073709551533n,
  last: 18446744073709551557n,
  maxGap: 24,
  maxGapAt: 18446744073709551533n,
  checksum: 2n ** 64n - 1n,
  sampledPrimes: 2,
  sampledComposites: 7,
};
