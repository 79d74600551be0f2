import { Metadata, status, type ServerUnaryCall } from '@grpc/grpc-js';
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { openScope } from './call-scope.ts';

/** As much of a call as its scope looks at, with a deadline so many ms from now. */
const callWithin = (ms: number) =>
  Object.assign(new EventEmitter(), {
    metadata: new Metadata(),
    getDeadline: () => Date.now() + ms,
    getPeer: () => '127.0.0.1:1',
  }) as unknown as ServerUnaryCall<unknown, unknown>;

test.each([
  ['just before the deadline is the deadline', 10, 'DEADLINE_EXCEEDED'],
  ['long before the deadline is a cancellation', 5_000, 'CANCELLED'],
  ['of a caller without a deadline is a cancellation', Infinity, 'CANCELLED'],
] as const)('a hang-up %s', (_, ms, code) => {
  const call = callWithin(ms);
  const { scope } = openScope(call);
  call.emit('cancelled');
  expect(scope.signal.reason).toMatchObject({ code: status[code] });
});

test('a call that has ended cannot be cancelled, and frees what it was given once', () => {
  const call = callWithin(5_000);
  const { scope, close } = openScope(call);
  let freed = 0;
  scope.onSent(() => freed++);
  close();
  close();
  call.emit('cancelled');
  expect(scope.signal.aborted).toBe(false);
  expect(freed).toBe(1);
});
