import { expect, test } from 'vitest';
import { checksum } from './checksum.ts';

test('trailing zeros do not count within a round of the lanes', () => {
  expect(checksum(Uint8Array.of(1, 2))).toBe(checksum(Uint8Array.of(1, 2, 0, 0)));
});

test('one flipped bit changes the checksum, wherever it is', () => {
  const bitmap = Uint8Array.from({ length: 100 }, (_, i) => i * 37);
  const before = checksum(bitmap);
  for (let bit = 0; bit < bitmap.length * 8; bit++) {
    bitmap[bit >> 3] = (bitmap[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(checksum(bitmap)).not.toBe(before);
    bitmap[bit >> 3] = (bitmap[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
});
