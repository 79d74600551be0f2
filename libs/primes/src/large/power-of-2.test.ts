import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxNativeBits, minNativeBits, nativePowerOf2 } from './power-of-2.ts';

test.each([minNativeBits, 1_000, 1_025, 1_535, 1_536, 3_322])(
  'OpenSSL and BigInt agree on 2^e mod n for n of %s bits',
  (bits) => {
    const top = 2n ** BigInt(bits - 1);
    const number = fc.bigInt({ min: 0n, max: top - 1n });
    fc.assert(
      fc.property(number, number, (low, exponent) => {
        const n = top + (low | 1n);
        expect(nativePowerOf2(exponent | 1n, n)).toBe(powerMod(exponent | 1n, n));
      }),
      { numRuns: 20 },
    );
  },
);

test('the largest modulus is taken', () => {
  const n = 2n ** BigInt(maxNativeBits) - 1n;
  expect(nativePowerOf2(BigInt(maxNativeBits) + 1n, n)).toBe(2n);
});

function powerMod(exponent: bigint, n: bigint): bigint {
  let result = 1n;
  for (const digit of exponent.toString(2)) result = (result * result * (digit === '1' ? 2n : 1n)) % n;
  return result;
}
