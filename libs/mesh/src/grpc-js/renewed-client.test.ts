import { Client, credentials } from '@grpc/grpc-js';
import dns from 'node:dns';
import { Extractor } from '@prime-mesh/contracts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../call/client.ts';
import { unary } from '../serve/handlers.ts';
import { addressesLastMs, RenewedClient } from './renewed-client.ts';
import { bind, startServer, type MeshServer } from '../serve/server.ts';

/** Makes every name resolve to `addresses`, whatever they are at that time. Returns the look-ups. */
function resolveTo(addresses: readonly string[]) {
  const found = () => addresses.map((address) => ({ address, family: 4 }));
  const lookup = vi.spyOn(dns.promises, 'lookup');
  lookup.mockImplementation((async () => found()) as unknown as typeof dns.promises.lookup);
  onTestFinished(() => lookup.mockRestore());
  return lookup;
}

/** Moves the clock by which addresses get old. */
function passTime(ms: number): void {
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + ms);
  onTestFinished(() => clock.mockRestore());
}

async function startReplica(
  host: string,
  port: number,
  onCall: () => Promise<void> | void,
): Promise<MeshServer> {
  const Extract = unary(async () => {
    await onCall();
    return {};
  });
  return startServer({ host, port, services: [bind(Extractor, { Extract })] });
}

// 127.0.0.2 is a second address of the machine on Linux only.
test.runIf(process.platform === 'linux')(
  'a replica that comes later gets its share of the calls',
  async () => {
    const calls = { first: 0, second: 0 };
    await using first = await startReplica('127.0.0.1', 0, () => void calls.first++);
    await using _second = await startReplica('127.0.0.2', first.port, () => void calls.second++);
    const addresses = ['127.0.0.1'];
    resolveTo(addresses);
    await using client = createClient(Extractor, `dns:///replicas:${first.port}`, { deadlineMs: 10_000 });
    await client.unary('Extract', {});
    addresses.push('127.0.0.2');
    await client.unary('Extract', {});
    expect(calls).toEqual({ first: 2, second: 0 });
    passTime(addressesLastMs + 1);
    const secondsCalls = async (): Promise<number> => {
      await client.unary('Extract', {});
      return calls.second;
    };
    await expect.poll(secondsCalls, { timeout: 10_000 }).toBeGreaterThan(2);
  },
);

test('a name is not looked up again within 10 s, nor without a call', async () => {
  await using server = await startReplica('127.0.0.1', 0, () => {});
  const lookups = resolveTo(['127.0.0.1']);
  await using client = createClient(Extractor, `dns:///one:${server.port}`, { deadlineMs: 10_000 });
  await client.unary('Extract', {});
  passTime(10_000);
  await client.unary('Extract', {});
  expect(lookups).toHaveBeenCalledTimes(1);
  passTime(10_000);
  expect(lookups).toHaveBeenCalledTimes(1);
  await client.unary('Extract', {});
  expect(lookups).toHaveBeenCalledTimes(2);
});

test('a client is closed when the second after it is made, and all when the last is', async () => {
  const closed = vi.spyOn(Client.prototype, 'close');
  onTestFinished(() => closed.mockRestore());
  const renewed = new RenewedClient('127.0.0.1:1', credentials.createInsecure(), {});
  const made = [renewed.current];
  for (let times = 0; times < 3; times++) {
    passTime(addressesLastMs + 1);
    made.push(renewed.current);
  }
  expect(new Set(made).size).toBe(4);
  expect(closed.mock.contexts).toEqual(made.slice(0, 2));
  renewed.close();
  expect(closed.mock.contexts).toEqual(made);
});

test('a call outlasts the client that it was made with, twice over', async () => {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let calls = 0;
  await using server = await startReplica('127.0.0.1', 0, () => {
    calls += 1;
    if (calls > 1) return undefined;
    begin();
    return finished;
  });
  await using client = createClient(Extractor, `localhost:${server.port}`, { deadlineMs: 10_000 });
  const long = client.unary('Extract', {});
  await begun;
  for (let times = 0; times < 3; times++) {
    passTime(addressesLastMs + 1);
    await client.unary('Extract', {});
  }
  finish();
  await expect(long).resolves.toBeDefined();
});
