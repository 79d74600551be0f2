import type { Algorithm } from './generated/primemesh/v1/Algorithm.ts';

/** How the numbers of a block are tested: the name in code and on the command line, and the name on the wire. */
export const algorithms = {
  auto: 'ALGORITHM_UNSPECIFIED',
  sieve: 'ALGORITHM_SIEVE',
  'miller-rabin': 'ALGORITHM_MILLER_RABIN',
} as const satisfies Readonly<Record<string, Algorithm>>;

export type AlgorithmName = keyof typeof algorithms;
