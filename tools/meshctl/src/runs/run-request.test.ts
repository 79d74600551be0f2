import { expect, test } from 'vitest';
import { nextRequest, rangeRequest } from './run-request.ts';

test.each([
  [{ from: '1e12', to: '10^12+1_000' }, '1000000000000', '1000000001000'],
  [{ from: '2^40-87', count: '100' }, '1099511627689', '1099511627789'],
  [{ count: '1e9' }, '0', '1000000000'],
])('%o is [%s, %s)', (options, from, to) => {
  expect(rangeRequest(options).range).toEqual({ from, to });
});

test.each([
  [{ from: '10', to: '10' }, '--from 10 must be below --to 10'],
  [{ from: '-5', to: '10' }, '--from: number -5 is below 0'],
  [{ from: 'ten', to: '20' }, '--from: "ten" is not a number'],
  [{ from: '10^30000', to: '10^30001' }, 'more than 20000 digits'],
  [{ from: '0', count: '0' }, '--count 0 is below 1'],
  [{ from: '0', to: '9', count: '9' }, '--to and --count exclude each other'],
  [{ from: '0' }, 'run needs --to or --count'],
  [{ count: '9', block: '2^40' }, '--block 2^40 exceeds 4294967295'],
  [{ count: '9', inFlight: '0' }, '--in-flight 0 is below 1'],
])('%o is refused: %s', (options, message) => {
  expect(() => rangeRequest(options)).toThrow(message);
});

test('what is not asked for is left to the services', () => {
  expect(rangeRequest({ count: '9' })).toMatchObject({
    blockBytes: 0,
    inFlight: 0,
    sieveLimit: 0,
    algorithm: 'ALGORITHM_UNSPECIFIED',
    audit: false,
  });
});

test('find by digits starts at the first number of that many digits', () => {
  expect(nextRequest({ digits: '3' }).next).toEqual({ from: '100', count: 1 });
  expect(nextRequest({ from: '10^3', primes: '4' }).next).toEqual({ from: '1000', count: 4 });
});

test.each([
  [{}, 'one of --from and --digits'],
  [{ from: '1', digits: '1' }, 'one of --from and --digits'],
  [{ digits: '20001' }, '--digits 20001 exceeds 20000'],
  [{ from: '1', primes: '0' }, '--primes 0 is below 1'],
])('find %o is refused: %s', (options, message) => {
  expect(() => nextRequest(options)).toThrow(message);
});
