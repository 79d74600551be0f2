import {
  type BlockInput,
  Extractor,
  type ExtractRequest,
  maxBlockBytes,
  Transformer,
} from '@prime-mesh/contracts';
import { bind, createClient, createPool, Gate, startServer, unary } from '@prime-mesh/mesh';
import {
  blockBase,
  checksum,
  CorruptBlockError,
  createArena,
  openKernel,
  slotBytes,
} from '@prime-mesh/primes';
import { expect, test } from 'vitest';
import { transformerService } from './service.ts';
import type { Transformed, TransformStep } from './transform.ts';

/** The kernel's candidates in [0, 10000). */
function candidatesTo10000() {
  const kernelArena = createArena({ slots: 1, slotBytes: 1024, threads: 1, laneBytes: 0 });
  const made = openKernel(kernelArena, 0).extract(0, { from: 0n, to: 10_000n }, { sieveLimit: 97 });
  const bitmap = Buffer.from(slotBytes(kernelArena, 0, 334));
  return { base: '0', bitmap, checksum: String(made.checksum) };
}

/** An extractor whose block of a range is what `blockOf` returns. */
async function startExtractor(blockOf: (from: string) => BlockInput = candidatesTo10000) {
  const Extract = unary(({ range }: ExtractRequest) => ({ block: blockOf(range?.from ?? '') }));
  return startServer({ host: '127.0.0.1', port: 0, services: [bind(Extractor, { Extract })] });
}

async function startTransformer(extractorPort: number) {
  await using owned = new AsyncDisposableStack();
  const arena = createArena({ slots: 2, slotBytes: maxBlockBytes, threads: 1 });
  const worker = new URL('./transform.ts', import.meta.url);
  const pool = owned.use(
    createPool<TransformStep, Transformed>({
      name: 'transform',
      worker,
      span: 'transform block',
      threads: 1,
      maxQueue: 2,
      workerData: { arena },
      errors: [CorruptBlockError],
    }),
  );
  const slots = new Gate({ name: 'block slots', permits: 2, maxQueue: 8 });
  const extractor = owned.use(createClient(Extractor, `127.0.0.1:${extractorPort}`, { deadlineMs: 5_000 }));
  const services = [transformerService({ arena, slots, pool, extractor })];
  const server = owned.use(await startServer({ host: '127.0.0.1', port: 0, services }));
  const client = owned.use(createClient(Transformer, `127.0.0.1:${server.port}`, { deadlineMs: 10_000 }));
  await pool.ready;
  const started = owned.move();
  return { client, [Symbol.asyncDispose]: async () => started.disposeAsync() };
}

const request = { range: { from: '0', to: '10000' }, sieveLimit: 97 };
const bits = (bitmap: Buffer): number =>
  bitmap.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

test.each(['ALGORITHM_UNSPECIFIED', 'ALGORITHM_SIEVE', 'ALGORITHM_MILLER_RABIN'] as const)(
  'of the candidates below 10^4 the primes are left by %s',
  async (algorithm) => {
    await using extractor = await startExtractor();
    await using transformer = await startTransformer(extractor.port);
    const { block, to } = await transformer.client.unary('Transform', { ...request, algorithm });
    expect({ base: block?.base, to, count: bits(block?.bitmap ?? Buffer.alloc(0)) }).toEqual({
      base: '0',
      to: '10000',
      count: 1226, // π(10^4) = 1229, without 2, 3 and 5
    });
  },
);

test('candidates with one flipped bit are refused as DATA_LOSS', async () => {
  await using extractor = await startExtractor(() => {
    const block = candidatesTo10000();
    block.bitmap.writeUInt8(block.bitmap.readUInt8(200) ^ 8, 200);
    return block;
  });
  await using transformer = await startTransformer(extractor.port);
  await expect(transformer.client.unary('Transform', request)).rejects.toMatchObject({
    code: 15,
    message: expect.stringContaining('checksum') as string,
  });
});

test('an extractor that is away is named with its address', async () => {
  const extractor = await startExtractor();
  await extractor[Symbol.asyncDispose]();
  await using transformer = await startTransformer(extractor.port);
  await expect(transformer.client.unary('Transform', request)).rejects.toMatchObject({
    code: 14,
    message: expect.stringContaining(
      `primemesh.v1.Extractor at 127.0.0.1:${extractor.port} is unavailable`,
    ) as string,
  });
});

test('work that is cancelled leaves its thread to others, however large the numbers', async () => {
  const from = 10n ** 19_999n;
  const bitmap = Buffer.from([0x0f]);
  const large = { base: String(blockBase(from)), bitmap, checksum: String(checksum(bitmap)) };
  await using extractor = await startExtractor((asked) => (asked === '0' ? candidatesTo10000() : large));
  await using transformer = await startTransformer(extractor.port);
  const gone = new AbortController();
  const range = { from: String(from), to: String(from + 20n) };
  const before = process.cpuUsage();
  const left = transformer.client.unary('Transform', { range }, { signal: gone.signal });
  left.catch(() => {});
  // Only the test of a candidate takes so long: 40 s by itself.
  await expect.poll(() => process.cpuUsage(before).user / 1e6, { timeout: 20_000 }).toBeGreaterThan(1);
  gone.abort();
  await expect(left).rejects.toBe(gone.signal.reason);
  const deadlineMs = Date.now() + 2_000;
  const { to } = await transformer.client.unary('Transform', request, { deadlineMs });
  expect(to).toBe('10000');
}, 30_000);

test('an unknown range is refused with value and bound', async () => {
  await using extractor = await startExtractor();
  await using transformer = await startTransformer(extractor.port);
  await expect(
    transformer.client.unary('Transform', { range: { from: '0', to: '10000000000' } }),
  ).rejects.toMatchObject({ code: 11, message: expect.stringContaining('exceeds 4194304') as string });
});
