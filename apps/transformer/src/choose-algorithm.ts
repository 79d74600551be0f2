import {
  isTrialAffordable,
  maxSieved,
  type Algorithm as KernelAlgorithm,
  type Range,
} from '@prime-mesh/primes';
import { allowedBaggage, countDropped, names } from '@prime-mesh/telemetry';

export type Algorithm = KernelAlgorithm | 'trial';

/** Values of the baggage key. */
const steered = ['sieve', 'trial', 'miller-rabin'] as const;

/** What the request says, or else what its baggage says if that ends, or else what the kernel finds best. */
export function chooseAlgorithm(asked: Algorithm, range: Range): Algorithm {
  const wanted = steered.find((name) => name === allowedBaggage()[names.baggage.algorithm]);
  if (asked !== 'auto' || wanted === undefined) return asked;
  if (range.to <= maxSieved && (wanted !== 'trial' || isTrialAffordable(range))) return wanted;
  countDropped(names.baggage.algorithm, 'limit'); // the call is served all the same
  return 'auto';
}
