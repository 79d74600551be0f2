import { status } from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { Gate } from './gate.ts';
import { metricPoints, recordedSpan } from '../testing/record-telemetry.ts';
import { withBaggage } from '../testing/with-baggage.ts';

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

const as = async <T>(tenant: string, tier: string, work: () => Promise<T>): Promise<T> =>
  withBaggage({ 'mesh.tenant': tenant, 'mesh.tier': tier }, work);

test('gold is served before silver and silver before free, which is what has no tier', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 9 });
  const permit = await gate.acquire();
  const served: string[] = [];
  const wait = (who: string) => async () => {
    const got = await gate.acquire();
    served.push(who);
    gate.release(got);
  };
  const all = [
    wait('none')(),
    as('a', 'free', wait('free')),
    as('a', 'silver', wait('silver')),
    as('a', 'gold', wait('gold')),
    as('b', 'gold', wait('second gold')),
  ];
  gate.release(permit);
  await Promise.all(all);
  expect(served).toEqual(['gold', 'second gold', 'silver', 'none', 'free']);
});

test('the oldest is served in at most eight turns, however many gold ones come', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 99 });
  let permit = await gate.acquire();
  let isServed = false;
  const free = gate.acquire().then((got) => {
    isServed = true;
    return got;
  });
  let turns = 0;
  for (; !isServed && turns < 20; turns++) {
    const gold = as('a', 'gold', async () => gate.acquire());
    gate.release(permit);
    permit = await Promise.race([gold, free]);
  }
  expect(turns).toBeLessThanOrEqual(8);
});

test('a span that waited says how long and behind whom, those who overtook it included', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 9 });
  const permit = await as('acme', 'free', async () => gate.acquire());
  const tracer = trace.getTracer('test');
  const waiting = as('globex', 'free', async () =>
    tracer.startActiveSpan('waiting', async (span) => {
      gate.release(await gate.acquire());
      span.end();
    }),
  );
  const overtaking = as('initech', 'gold', async () => gate.release(await gate.acquire()));
  gate.release(permit);
  await Promise.all([waiting, overtaking]);
  const { events } = await recordedSpan(({ name }) => name === 'waiting');
  expect(events).toMatchObject([
    {
      name: 'queue.waited',
      attributes: { 'mesh.pool': 'slots', 'mesh.queue.behind': ['acme, free', 'initech, gold'] },
    },
  ]);
});

/** Waits at the gate in a span, and returns whom that says it waited behind. */
async function waitBehind(gate: Gate, tenant: string): Promise<unknown> {
  await as(tenant, 'free', async () =>
    trace.getTracer('test').startActiveSpan(`${tenant} waits`, async (span) => {
      const permit = await gate.acquire();
      span.end();
      gate.release(permit);
    }),
  );
  const { events } = await recordedSpan(({ name }) => name === `${tenant} waits`);
  return events[0]?.attributes?.['mesh.queue.behind'];
}

test('who gets the permit of another is the one that others wait behind', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 9 });
  const first = await as('acme', 'free', async () => gate.acquire());
  const handedOver = as('globex', 'gold', async () => gate.acquire());
  gate.release(first);
  const second = await handedOver;
  const behind = waitBehind(gate, 'initech');
  gate.release(second);
  expect(await behind).toEqual(['globex, gold']);
});

test('a span names at most ten of those whom it waited behind', async () => {
  const gate = new Gate({ name: 'slots', permits: 1, maxQueue: 99 });
  const permit = await as('tenant 0', 'free', async () => gate.acquire());
  const others = Array.from({ length: 14 }, async (_, index) =>
    as(`tenant ${index + 1}`, 'free', async () => gate.release(await gate.acquire())),
  );
  const behind = waitBehind(gate, 'last');
  gate.release(permit);
  await Promise.all(others);
  expect(await behind).toEqual(Array.from({ length: 10 }, (_, index) => `tenant ${index}, free`));
});

test('waits are measured by pool and tier', async () => {
  const gate = new Gate({ name: 'measured', permits: 1, maxQueue: 1 });
  await as('a', 'silver', async () => gate.acquire());
  const points = await metricPoints('mesh.worker.wait.duration');
  expect(points.map(({ attributes }) => attributes)).toContainEqual({
    'mesh.pool': 'measured',
    'mesh.tenant': 'a',
    'mesh.tier': 'silver',
  });
});
