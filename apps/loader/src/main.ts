import { runWithConfig } from '@prime-mesh/config';
import { maxBlockBytes, Transformer } from '@prime-mesh/contracts';
import { createClient, createPool, Gate, startServer, untilStopSignal } from '@prime-mesh/mesh';
import { createArena } from '@prime-mesh/primes';
import { names, setBaggagePolicy, shutdownTelemetry } from '@prime-mesh/telemetry';
import { once } from 'node:events';
import { readConfig, type LoaderConfig } from './config.ts';
import { serviceStarted, serviceStopped, serviceStopping } from './events.ts';
import { LoaderService } from './service.ts';
import { openStore } from './store/open-store.ts';
import type { Verified, VerifyStep } from './verify.ts';

async function main(config: LoaderConfig): Promise<void> {
  const { threads, slots } = config;
  const stopping = untilStopSignal();
  setBaggagePolicy(config.baggage);
  await using store = await openStore(config.dataDirectory);
  if (!store) return;
  const arena = createArena({ slots, slotBytes: maxBlockBytes, threads, laneBytes: 0 });
  const worker = new URL('./verify.ts', import.meta.url);
  const pool = { name: 'verify', worker, span: names.spans.verify, threads, maxQueue: slots };
  await using verifyPool = createPool<VerifyStep, Verified>({ ...pool, workerData: { arena } });
  await verifyPool.ready;
  const gate = new Gate({ name: 'block slots', permits: slots, maxQueue: config.maxQueue });
  const { transformerAddress, transformBudgetMs: deadlineMs, tls } = config;
  await using transformer = createClient(Transformer, transformerAddress, { deadlineMs, tls });
  const parts = { ...config, store, arena, slots: gate, verifyPool, transformer, stopping };
  await using loader = new LoaderService(config, parts);
  await using server = await startServer({ ...config, services: [loader.binding], isEdge: true });
  serviceStarted(server.port);
  if (!stopping.aborted) await once(stopping, 'abort');
  serviceStopping();
}

await runWithConfig(readConfig, main);
serviceStopped();
await shutdownTelemetry();
