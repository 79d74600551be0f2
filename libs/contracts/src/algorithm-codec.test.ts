import { expect, test } from 'vitest';
import { decodeAlgorithm } from './algorithm-codec.ts';
import { algorithms } from './algorithms.ts';
import { Algorithm } from './generated/primemesh/v1/Algorithm.ts';

test('every algorithm of the wire has one name', () => {
  expect(Object.values(algorithms).toSorted()).toEqual(Object.values(Algorithm).toSorted());
});

test.each(Object.entries(algorithms))('%s is read from %s', (name, wire) => {
  expect(decodeAlgorithm(wire)).toBe(name);
});

test('an algorithm that this build does not know is refused with those that it knows', () => {
  expect(() => decodeAlgorithm(7)).toThrow(
    'algorithm 7 is not one of ALGORITHM_UNSPECIFIED, ALGORITHM_SIEVE, ALGORITHM_MILLER_RABIN',
  );
});
