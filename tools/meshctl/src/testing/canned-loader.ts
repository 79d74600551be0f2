import { Loader, type RunInput } from '@prime-mesh/contracts';
import { bind, invalidArgument, serverStream, startServer, unary, type MeshServer } from '@prime-mesh/mesh';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** [0, 100): what any table of primes says. */
export const cannedRun = {
  id: '018f1234-5678-7000-8000-00000000abcd',
  state: 'RUN_STATE_FINISHED',
  range: { from: '0', to: '100' },
  blockBytes: 65_536,
  inFlight: 2,
  blocksTotal: 1,
  blocksStored: 1,
  facts: { count: 25, sum: '1060', first: '2', last: '97', maxGap: 8, maxGapAfter: '89', twinPairs: 8 },
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  startedAt: { seconds: 1_800_000_000, nanos: 0 },
  finishedAt: { seconds: 1_800_000_001, nanos: 500_000_000 },
  baggage: { 'mesh.tenant': 'acme' },
  usages: [
    {
      service: 'extractor',
      instances: 1,
      cpuSeconds: 0.5,
      threadCpuSeconds: 0.25,
      peakRssBytes: 100_000_000,
    },
  ],
  verification: { sampledPrimes: 4, sampledComposites: 5, seed: 6, auditCount: 25, auditCpuSeconds: 0.1 },
} as const satisfies RunInput;

const other = { ...cannedRun, id: '018f9999-5678-7000-8000-00000000abcd' };

/** A loader that runs, and what it was asked for. */
export interface CannedLoader extends AsyncDisposable {
  readonly address: string;
  /** Runs asked for so far, and those of them that their callers gave up. */
  readonly runs: { readonly asked: number; readonly cancelled: number };
  /** Limits of the reads of primes so far. */
  readonly primesLimits: readonly string[];
}

/**
 * Starts a loader on a real socket that returns `cannedRun` for everything. A run of block size 1 is refused, one of
 * block size 2 never ends.
 * @param stallMs how long the first run takes
 */
export async function startCannedLoader({ stallMs = 0 } = {}): Promise<CannedLoader> {
  const runs = { asked: 0, cancelled: 0 };
  const primesLimits: string[] = [];
  const server: MeshServer = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [
      bind(Loader, {
        Run: serverStream(async function* (request, { signal }) {
          if (++runs.asked === 1) await delay(stallMs, undefined, { signal });
          if (request.blockBytes === 1) throw invalidArgument('block_bytes 1 is below 1024');
          yield { accepted: { run: { ...cannedRun, state: 'RUN_STATE_RUNNING' as const } } };
          yield {
            progress: { blocksStored: 0, blocksTotal: 1, numbersDone: '50', primes: 15, elapsedSeconds: 1 },
          };
          if (request.blockBytes === 2) {
            await once(signal, 'abort');
            runs.cancelled++;
            throw signal.reason;
          }
          yield { blockStored: { block: { index: 0, traceId: cannedRun.traceId } } };
          yield { finished: { run: cannedRun } };
        }),
        GetRun: unary(() => ({ run: cannedRun, blocks: [{ index: 0, traceId: cannedRun.traceId }] })),
        ListRuns: unary(() => ({ runs: [cannedRun, other] })),
        ReadPrimes: serverStream(async function* ({ limit }) {
          primesLimits.push(limit);
          const most = limit === '0' ? Infinity : Number(limit);
          yield { base: '0', offsets: [2, 3, 5].slice(0, most) };
          if (most > 3) yield { base: '90', offsets: [7] };
        }),
      }),
    ],
  });
  return {
    address: `127.0.0.1:${server.port}`,
    runs,
    primesLimits,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
