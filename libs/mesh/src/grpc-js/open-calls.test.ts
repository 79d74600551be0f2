import { Server, ServerCredentials, status, type sendUnaryData } from '@grpc/grpc-js';
import { Extractor, type ExtractResponseInput } from '@prime-mesh/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { callOnTheWire } from '../testing/extractor-server.ts';
import { OpenCalls } from './open-calls.ts';

/** A server of grpc-js alone whose calls are open until they are answered by what `take` returns. */
async function startServer(openCalls: OpenCalls) {
  const calls: sendUnaryData<ExtractResponseInput>[] = [];
  const waiting: (() => void)[] = [];
  const server = new Server({ interceptors: [openCalls.interceptor] });
  server.addService(Extractor, {
    Extract: (_: unknown, answer: sendUnaryData<ExtractResponseInput>) => {
      calls.push(answer);
      waiting.shift()?.();
    },
  });
  onTestFinished(() => server.forceShutdown());
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, port) => resolve(port));
  const take = async (): Promise<sendUnaryData<ExtractResponseInput>> => {
    if (calls.length === 0) await new Promise<void>((done) => waiting.push(done));
    return calls.shift() ?? expect.fail('no call');
  };
  return { port: await listening, take };
}

test('a call is open until it is answered or cancelled, and what is open can be refused', async () => {
  const openCalls = new OpenCalls();
  const { port, take } = await startServer(openCalls);
  expect(openCalls.size).toBe(0);

  const answered = callOnTheWire(port);
  const answer = await take();
  expect(openCalls.size).toBe(1);
  answer(null, {});
  expect((await answered).code).toBe(status.OK);
  expect(openCalls.size).toBe(0);

  let cancel = (): void => {};
  const cancelled = callOnTheWire(port, { onCall: (stop) => (cancel = stop) });
  await take();
  cancel();
  expect((await cancelled).code).toBe(status.CANCELLED);
  await expect.poll(() => openCalls.size, { timeout: 10_000 }).toBe(0);

  const refused = callOnTheWire(port);
  await take();
  openCalls.refuse('enough');
  expect(await refused).toEqual({ code: status.UNAVAILABLE, details: 'enough' });
  expect(openCalls.size).toBe(0);
});
