import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { downstreamError } from './downstream-error.ts';

const extractor = { service: 'primemesh.v1.Extractor', address: 'extractor:50051' };
const failed = (code: status, details: string): Error =>
  Object.assign(new Error('failed'), { code, details });

test.each([
  ['OUT_OF_RANGE', 'OUT_OF_RANGE', 'primemesh.v1.Extractor: no'],
  ['UNAVAILABLE', 'UNAVAILABLE', 'primemesh.v1.Extractor at extractor:50051 is unavailable: no'],
  ['CANCELLED', 'UNAVAILABLE', 'primemesh.v1.Extractor at extractor:50051 gave up the call: no'],
  [
    'DEADLINE_EXCEEDED',
    'DEADLINE_EXCEEDED',
    'primemesh.v1.Extractor at extractor:50051 did not answer in time: no',
  ],
] as const)('%s of a service becomes %s here', (code, here, message) => {
  expect(downstreamError(failed(status[code], 'no'), extractor)).toMatchObject({
    name: 'MeshError',
    code: status[here],
    message,
    downstream: 'primemesh.v1.Extractor',
    cause: { details: 'no' },
  });
});

test('what a failed handshake says becomes one line', () => {
  const failure = failed(status.UNAVAILABLE, 'no connection\n  Last error: wrong version\n');
  expect(downstreamError(failure, extractor)).toMatchObject({
    message: expect.stringMatching(/: no connection Last error: wrong version $/),
  });
});

test.each([new TypeError('x'), Object.assign(new Error('x'), { code: 'ENOENT', details: 'x' }), 'x'])(
  'what is no failure of a service stays as it is: %s',
  (error) => {
    expect(downstreamError(error, extractor)).toBe(error);
  },
);
