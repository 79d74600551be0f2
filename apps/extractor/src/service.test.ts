import { Extractor, maxBlockBytes } from '@prime-mesh/contracts';
import { createClient, createPool, Gate, startServer } from '@prime-mesh/mesh';
import { createArena } from '@prime-mesh/primes';
import { afterAll, expect, test } from 'vitest';
import type { Extracted, ExtractStep } from './extract.ts';
import { extractorService } from './service.ts';

const owned = new AsyncDisposableStack();
const arena = createArena({ slots: 2, slotBytes: maxBlockBytes, threads: 1, laneBytes: 0 });
const pool = owned.use(
  createPool<ExtractStep, Extracted>({
    name: 'extract',
    worker: new URL('./extract.ts', import.meta.url),
    span: 'extract block',
    threads: 1,
    maxQueue: 2,
    workerData: { arena },
  }),
);
const slots = new Gate({ name: 'block slots', permits: 2, maxQueue: 8 });
const services = [extractorService({ arena, slots, pool })];
const server = owned.use(await startServer({ host: '127.0.0.1', port: 0, services }));
const client = owned.use(createClient(Extractor, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 }));
afterAll(async () => owned.disposeAsync());

const bits = (bitmap: Buffer): number =>
  bitmap.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

test('candidates are the integers without a prime factor up to the limit', async () => {
  // Below 101² > 10^4 only primes are left: π(10^4) = 1229, without 2, 3 and 5.
  const { block, sieveLimit, usage } = await client.unary('Extract', {
    range: { from: '0', to: '10000' },
    sieveLimit: 97,
  });
  expect({ base: block?.base, sieveLimit, count: bits(block?.bitmap ?? Buffer.alloc(0)) }).toEqual({
    base: '0',
    sieveLimit: 97,
    count: 1226,
  });
  expect(usage?.service).toBe('extractor');
  expect(usage?.cpuEndSeconds).toBeGreaterThanOrEqual(usage?.cpuStartSeconds ?? Infinity);
});

test('the extractor chooses a limit when none is given, and says which', async () => {
  const { sieveLimit } = await client.unary('Extract', {
    range: { from: '1000000000000', to: '1000000100000' },
  });
  expect(sieveLimit).toBeGreaterThan(97);
  expect(sieveLimit).toBeLessThan(10 ** 6);
});

test('the same request gives the same block, however many are asked at once', async () => {
  const ask = async () =>
    client.unary('Extract', { range: { from: '999999999000', to: '1000000062000' }, sieveLimit: 1000 });
  const blocks = (await Promise.all(Array.from({ length: 6 }, ask))).map(({ block }) => block?.checksum);
  expect(new Set(blocks).size).toBe(1);
});

test.each([
  [{}, 3, 'range is required'],
  [{ range: { from: '-1', to: '5' } }, 3, 'range.from "-1" is not a decimal integer'],
  [{ range: { from: '7', to: '7' } }, 3, 'range.from 7 must be below range.to 7'],
  [{ range: { from: '0', to: '1000000000' } }, 11, 'block of 33333334 bytes exceeds 4194304'],
  [{ range: { from: '0', to: '100' }, sieveLimit: 2 ** 31 }, 11, 'sieve limit 2147483648'],
])('%j is refused with value and bound', async (request, code, message) => {
  await expect(client.unary('Extract', request)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
});
