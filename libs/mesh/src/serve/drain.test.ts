import { status } from '@grpc/grpc-js';
import { Loader } from '@prime-mesh/contracts';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createClient } from '../call/client.ts';
import { bind, startServer, type MeshServer } from './server.ts';
import { serverStream, unary } from './handlers.ts';

/** A loader whose runs never end, and send something in every turn of the event loop. */
const startEndless = async (drainBudgetMs: number): Promise<MeshServer> => {
  const none = unary(() => ({}));
  const endless = serverStream(async function* () {
    for (;;) yield await setImmediate({});
  });
  const handlers = { Run: endless, GetRun: none, ListRuns: none, ReadPrimes: endless };
  return startServer({ host: '127.0.0.1', port: 0, services: [bind(Loader, handlers)], drainBudgetMs });
};

test('streams that outlast the drain budget end as UNAVAILABLE', async () => {
  await using server = await startEndless(50);
  const underWay: Promise<void>[] = [];
  const read = async (): Promise<void> => {
    await using client = createClient(Loader, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 });
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.push(promise);
    for await (const _ of client.stream('Run', {})) resolve();
  };
  const reading = Promise.allSettled(Array.from({ length: 8 }, read));
  await Promise.all(underWay);
  await server[Symbol.asyncDispose]();
  const reasons = (await reading).map((outcome) => outcome.status === 'rejected' && outcome.reason);
  expect(reasons).toEqual(
    Array.from({ length: 8 }, () =>
      expect.objectContaining({
        code: status.UNAVAILABLE,
        message: expect.stringContaining('the service is stopping'),
      }),
    ),
  );
});
