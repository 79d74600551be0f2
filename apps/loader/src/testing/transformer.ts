import {
  encodeBlock,
  Transformer,
  type TransformRequest,
  type TransformResponseInput,
} from '@prime-mesh/contracts';
import { bind, startServer, unary, type CallScope, type MeshServer } from '@prime-mesh/mesh';
import { bitmapLength, blockBase, createArena, openKernel, slotBytes } from '@prime-mesh/primes';

export type Transform = (request: TransformRequest, call: CallScope) => Promise<TransformResponseInput>;

const arena = createArena({ slots: 1, slotBytes: 2 ** 22, threads: 1, laneBytes: 0 });
const kernel = openKernel(arena, 0);

/** What a working transformer returns, computed in this thread. */
export const answerRightly: Transform = async ({ range: asked, stopAfter: wanted }) => {
  const range = { from: BigInt(asked?.from ?? 0), to: BigInt(asked?.to ?? 0) };
  const { checksum } = kernel.extract(0, range, { sieveLimit: 1000 });
  const stopAfter = wanted || undefined;
  const found = kernel.transform(0, range, { sieveLimit: 1000, checksum, stopAfter });
  // A copy: the slot takes the next block while this one is being sent.
  const bitmap = slotBytes(arena, 0, bitmapLength({ ...range, to: found.to })).slice();
  const usage = {
    service: 'transformer',
    cpuStartSeconds: 1,
    cpuEndSeconds: 3,
    threadCpuSeconds: 0.5,
    peakRssBytes: 7,
  };
  return {
    block: encodeBlock(blockBase(range.from), bitmap, found.checksum),
    usages: [
      { ...usage, instanceId: 'a' },
      { ...usage, service: 'extractor', instanceId: 'b', cpuEndSeconds: 2 },
    ],
    to: String(found.to),
  };
};

/** A transformer on a socket that does what the test says. */
export async function startTransformer(transform: Transform = answerRightly): Promise<MeshServer> {
  const services = [bind(Transformer, { Transform: unary(transform) })];
  return startServer({ host: '127.0.0.1', port: 0, services, drainBudgetMs: 100 });
}
