import { task } from '@prime-mesh/mesh/task';
import { countPrimes } from '@prime-mesh/primes';
import { names } from '@prime-mesh/telemetry';

/** π(x) by a method that does not sieve the range. */
export default task(names.spans.audit, (x: bigint): bigint => countPrimes(x));
