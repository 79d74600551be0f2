import { algorithms, type AlgorithmName } from './algorithms.ts';
import { InvalidMessageError } from './invalid-message-error.ts';

const names = new Map<string, AlgorithmName>(
  (Object.keys(algorithms) as AlgorithmName[]).map((name) => [algorithms[name], name]),
);

/**
 * Algorithm on the wire → its name.
 * @param algorithm a number where the sender knows an algorithm that this build does not
 * @throws {InvalidMessageError} naming it and those that are known
 */
export function decodeAlgorithm(algorithm: string | number): AlgorithmName {
  const name = names.get(String(algorithm));
  if (name !== undefined) return name;
  throw new InvalidMessageError(
    `algorithm ${algorithm} is not one of ${[...names.keys()].join(', ')}`,
    'algorithm',
  );
}
