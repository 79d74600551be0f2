import { maxDigits, sieveLimits } from '@prime-mesh/contracts';
import { maxDigits as maxDigitsTested, maxSieveLimit } from '@prime-mesh/primes';
import { expect, test } from 'vitest';

// The wire and the kernel know nothing of each other: here they meet.
test('what the wire lets through, the kernel takes', () => {
  expect(maxDigits).toBe(maxDigitsTested);
  expect(sieveLimits.max).toBeLessThanOrEqual(maxSieveLimit);
});
