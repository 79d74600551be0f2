import { algorithms, type AlgorithmName } from '@prime-mesh/contracts';
import { isTrialAffordable, maxSieved, type Range } from '@prime-mesh/primes';
import { allowedBaggage, countDropped, names } from '@prime-mesh/telemetry';

/** What a request may ask for, and trial division, which only baggage can ask for. */
export type Algorithm = AlgorithmName | 'trial';

const known: readonly Algorithm[] = [...(Object.keys(algorithms) as AlgorithmName[]), 'trial'];

/** What the request says; or what its baggage says, if that ends within seconds; or what the kernel finds best. */
export function chooseAlgorithm(asked: AlgorithmName, range: Range): Algorithm {
  const wanted = known.find((name) => name === allowedBaggage()[names.baggage.algorithm]);
  if (asked !== 'auto' || wanted === undefined) return asked;
  if (range.to <= maxSieved && (wanted !== 'trial' || isTrialAffordable(range))) return wanted;
  countDropped(names.baggage.algorithm, 'limit'); // the call is served all the same
  return 'auto';
}
