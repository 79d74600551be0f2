import { status } from '@grpc/grpc-js';
import { decodeInteger, decodeRange, encodeErrorDetails } from '@prime-mesh/contracts';
import { expect, test } from 'vitest';
import { invalidArgument, MeshError, notFound, outOfRange, resourceExhausted } from './mesh-error.ts';
import { toStatus } from './to-status.ts';

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};
const number = `1${'0'.repeat(19_999)}`;
const short = '10000000...00000000 (20000 digits)';

test.each([
  [thrownBy(() => decodeInteger('x', 'limit')), 'limit "x" is not a decimal integer ≥ 0', 'limit'],
  [
    thrownBy(() => decodeRange({ from: number, to: number })),
    `range.from ${short} must be below range.to ${short}`,
    'range.from',
  ],
  [invalidArgument('run_id is required', 'run_id'), 'run_id is required', 'run_id'],
])('%s names the field in google.rpc.BadRequest', (error, text, field) => {
  const { code, details, metadata } = toStatus(error);
  expect({ code, details }).toEqual({ code: status.INVALID_ARGUMENT, details: text });
  expect(metadata.get('grpc-status-details-bin')).toEqual([encodeErrorDetails(code, text, { field })]);
});

test('a value beyond a bound names its field, too', () => {
  const { code, metadata } = toStatus(outOfRange('page_size 1001 exceeds 1000', 'page_size'));
  const details = encodeErrorDetails(code, 'page_size 1001 exceeds 1000', { field: 'page_size' });
  expect(metadata.get('grpc-status-details-bin')).toEqual([details]);
});

test.each([
  resourceExhausted('block slots: 8 wait already'),
  new MeshError(status.RESOURCE_EXHAUSTED, 'primemesh.v1.Extractor: full', {
    downstream: 'primemesh.v1.Extractor',
  }),
])('%s says when to call again', (error) => {
  const { code, details, metadata } = toStatus(error);
  const expected = encodeErrorDetails(code, details, { retryAfterSeconds: 1 });
  expect(metadata.get('grpc-status-details-bin')).toEqual([expected]);
});

test.each([notFound('run 7 is not in the store'), new Error('secret')])('%s has no details', (error) => {
  expect(toStatus(error).metadata.get('grpc-status-details-bin')).toEqual([]);
});
