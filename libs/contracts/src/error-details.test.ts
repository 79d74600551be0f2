import { expect, test } from 'vitest';
import { encodeErrorDetails } from './error-details.ts';

// The bytes are those that Python's grpcio-status makes of the same details.
test.each([
  [
    3,
    'no',
    { field: 'range.to' },
    '080312026e6f1a3d0a29747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e4261645265717565737412100a0e0a0872616e67652e746f12026e6f',
  ],
  [
    8,
    'full',
    { retryAfterSeconds: 1 },
    '0808120466756c6c1a300a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e5265747279496e666f12040a020801',
  ],
])('the details of status %i %j are google.rpc.Status', (code, message, details, bytes) => {
  expect(encodeErrorDetails(code, message, details)?.toString('hex')).toBe(bytes);
});

test('without details there is no status', () => {
  expect(encodeErrorDetails(5, 'absent', {})).toBeUndefined();
});
