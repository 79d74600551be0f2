import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('permits are numbers below the count, each held by one', async () => {
  const gate = new Gate({ name: 'slots', permits: 3, maxQueue: 0 });
  expect(await Promise.all([gate.acquire(), gate.acquire(), gate.acquire()])).toEqual([0, 1, 2]);
  gate.release(1);
  expect(await gate.acquire()).toBe(1);
});

test('who waits is served in the order of arrival, without who aborted', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 3 });
  const permit = await gate.acquire();
  const served: string[] = [];
  const abort = new AbortController();
  const wait = async (who: string, signal?: AbortSignal): Promise<void> => {
    const got = await gate.acquire(signal);
    served.push(who);
    gate.release(got);
  };
  const [first, second, third] = [wait('first'), wait('second', abort.signal), wait('third')];
  abort.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  expect(gate.queueLength).toBe(2);
  gate.release(permit);
  await Promise.all([first, third]);
  expect(served).toEqual(['first', 'third']);
});

test('more than maxQueue are refused with name, length and bound', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 0 });
  await gate.acquire();
  await expect(gate.acquire()).rejects.toMatchObject({
    code: status.RESOURCE_EXHAUSTED,
    message: 'queue of slots is full: 0 of 0 wait',
  });
});

test('closing refuses who waits and who comes, and waits for who is inside', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 1 });
  const permit = await gate.acquire();
  const waiting = gate.acquire();
  let isEmpty = false;
  const closed = gate.close().then(() => (isEmpty = true));
  await expect(waiting).rejects.toMatchObject({ code: status.UNAVAILABLE, message: 'slots is closed' });
  await expect(gate.acquire()).rejects.toMatchObject({ code: status.UNAVAILABLE });
  expect(isEmpty).toBe(false);
  gate.release(permit);
  await closed;
});

test('a permit given back twice is an error, not a second permit', async () => {
  const gate = new Gate({ name: 'slots', permits: 2, maxQueue: 0 });
  gate.release(await gate.acquire());
  expect(() => gate.release(0)).toThrow('permit 0 of slots was released twice');
});
