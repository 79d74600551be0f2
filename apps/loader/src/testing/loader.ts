import {
  Loader,
  Transformer,
  type LoaderDefinition,
  type RunRequestInput,
  type RunResponse,
} from '@prime-mesh/contracts';
import {
  createClient,
  createPool,
  Gate,
  startServer,
  type MeshClient,
  type MeshServer,
} from '@prime-mesh/mesh';
import { CorruptBlockError, createArena } from '@prime-mesh/primes';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Verified, VerifyStep } from '../block/verify.ts';
import { readConfig } from '../config.ts';
import { RunsUnderWay } from '../run/runs-under-way.ts';
import { loaderService } from '../service.ts';
import { sqliteDialect } from '../store/sqlite/sqlite-dialect.ts';
import { Store } from '../store/store.ts';
import { startTransformer, type Transform } from './transformer.ts';

export type TestLoader = AsyncDisposable & {
  readonly client: MeshClient<LoaderDefinition>;
  readonly store: Store;
  /** What the worker threads were told to verify. */
  verifySteps(): VerifyStep[];
  /** Runs to the end and returns every event. */
  run(request: RunRequestInput): Promise<RunResponse[]>;
  /** Tells the loader to stop, as a signal would. */
  stop(): void;
};

/** The whole loader on a socket, with a store in a fresh directory and a transformer that does what the test says. */
export async function startLoader(
  answers?: Transform | MeshServer,
  env: Record<string, string> = {},
): Promise<TestLoader> {
  const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-loader-'));
  const config = readConfig({ LOADER_THREADS: '2', LOADER_IN_FLIGHT: '3', LOADER_PORT: '0', ...env });
  const { threads, slots } = config;
  const owned = new AsyncDisposableStack();
  owned.defer(() => rmSync(directory, { recursive: true }));
  const store = owned.use(await Store.open(sqliteDialect(directory)));
  const stop = new AbortController();
  const before = typeof answers === 'object' ? answers : owned.use(await startTransformer(answers));
  const transformer = owned.use(
    createClient(Transformer, `127.0.0.1:${before.port}`, { deadlineMs: 20_000 }),
  );
  const arena = createArena({ slots, slotBytes: 2 ** 22, threads, laneBytes: 0 });
  const worker = new URL('../block/verify.ts', import.meta.url);
  const errors = [CorruptBlockError];
  const pool = { name: 'verify', worker, span: 'verify block', threads, maxQueue: slots, errors };
  const verifyPool = owned.use(createPool<VerifyStep, Verified>({ ...pool, workerData: { arena } }));
  const verifying = vi.spyOn(verifyPool, 'run');
  const auditPool = verifyPool.other<bigint, bigint>('audit', 'audit run');
  const gate = new Gate({ name: 'block slots', permits: slots, maxQueue: config.maxQueue });
  const runs = owned.use(new RunsUnderWay());
  const pools = { arena, slots: gate, verifyPool, auditPool };
  const { storeBitmaps } = config;
  const parts = { ...pools, config, storeBitmaps, store, transformer, runs, stopping: stop.signal };
  const services = [loaderService(parts)];
  const server = owned.use(await startServer({ ...config, drainBudgetMs: 100, services }));
  const client = owned.use(createClient(Loader, `127.0.0.1:${server.port}`, { deadlineMs: 20_000 }));
  return {
    client,
    store,
    verifySteps: () => verifying.mock.calls.map(([step]) => step),
    stop: () => stop.abort(),
    async run(request) {
      const events: RunResponse[] = [];
      for await (const event of client.stream('Run', request)) events.push(event);
      return events;
    },
    [Symbol.asyncDispose]: async () => owned.disposeAsync(),
  };
}
