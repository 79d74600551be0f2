import { endProcess, runWithConfig } from '@prime-mesh/config';
import { maxBlockBytes, Transformer } from '@prime-mesh/contracts';
import { createClient, createPool, Gate, serveUntil, untilStopSignal } from '@prime-mesh/mesh';
import { CorruptBlockError, createArena } from '@prime-mesh/primes';
import { names, setBaggagePolicy, shutdownTelemetry } from '@prime-mesh/telemetry';
import type { Verified, VerifyStep } from './block/verify.ts';
import { readConfig, type LoaderConfig } from './config.ts';
import { lifeEvents } from './events.ts';
import { RunsUnderWay } from './run/runs-under-way.ts';
import { loaderService } from './service.ts';
import { openStore } from './store/open-store.ts';

async function main(config: LoaderConfig): Promise<void> {
  const { threads, slots, storeBitmaps, transformerAddress, transformBudgetMs: deadlineMs, tls } = config;
  const stopping = untilStopSignal(config.drainBudgetMs);
  setBaggagePolicy(config.baggage);
  await using store = await openStore(config.dataDirectory);
  if (!store) return;
  const arena = createArena({ slots, slotBytes: maxBlockBytes, threads, laneBytes: 0 });
  const worker = new URL('./block/verify.ts', import.meta.url);
  const errors = [CorruptBlockError];
  const pool = { name: 'verify', worker, span: names.spans.verify, threads, maxQueue: slots, errors };
  await using verifyPool = createPool<VerifyStep, Verified>({ ...pool, workerData: { arena } });
  await verifyPool.ready;
  const auditPool = verifyPool.other<bigint, bigint>('audit', names.spans.audit);
  const gate = new Gate({ name: 'block slots', permits: slots, maxQueue: config.maxQueue });
  await using transformer = createClient(Transformer, transformerAddress, { deadlineMs, tls });
  await using runs = new RunsUnderWay();
  const pools = { arena, slots: gate, verifyPool, auditPool };
  const services = [loaderService({ ...pools, config, storeBitmaps, store, transformer, runs, stopping })];
  await serveUntil(stopping, { ...config, services, isEdge: true }, lifeEvents);
}

await runWithConfig(readConfig, main);
lifeEvents.serviceStopped();
await shutdownTelemetry().then(endProcess);
