import { expect, test } from 'vitest';
import { describeProgress } from './progress.ts';

const progress = { numbersDone: 250n, primes: '1234', elapsedSeconds: 5, blocksStored: '3' };

test('a run over a range shows rate, primes and when it will be done', () => {
  expect(describeProgress(progress, 1_000n)).toBe('50.0 numbers/s  1,234 primes  ETA 15 s');
});

test('a run that has done nothing has no ETA yet', () => {
  expect(describeProgress({ ...progress, numbersDone: 0n }, 1_000n)).toContain('ETA unknown');
});

test('a run for the next primes shows blocks, as nobody knows its end', () => {
  expect(describeProgress(progress, undefined)).toBe('3 blocks  50.0 numbers/s  1,234 primes');
});
