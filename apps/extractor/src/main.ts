import { endProcess, runWithConfig } from '@prime-mesh/config';
import { maxBlockBytes } from '@prime-mesh/contracts';
import { createPool, Gate, serveUntil, untilStopSignal } from '@prime-mesh/mesh';
import { createArena } from '@prime-mesh/primes';
import { names, setBaggagePolicy, shutdownTelemetry } from '@prime-mesh/telemetry';
import { readConfig, type ExtractorConfig } from './config.ts';
import { lifeEvents } from './events.ts';
import type { Extracted, ExtractStep } from './extract.ts';
import { extractorService } from './service.ts';

async function main({ threads, slots, maxQueue, baggage, ...server }: ExtractorConfig): Promise<void> {
  const stop = untilStopSignal(server.drainBudgetMs);
  setBaggagePolicy(baggage);
  const arena = createArena({ slots, slotBytes: maxBlockBytes, threads, laneBytes: 0 });
  const worker = new URL('./extract.ts', import.meta.url);
  await using pool = createPool<ExtractStep, Extracted>({
    name: 'extract',
    worker,
    span: names.spans.extract,
    threads,
    maxQueue: slots,
    workerData: { arena },
  });
  await pool.ready;
  const gate = new Gate({ name: 'block slots', permits: slots, maxQueue });
  const services = [extractorService({ arena, slots: gate, pool })];
  await serveUntil(stop, { ...server, services }, lifeEvents);
}

await runWithConfig(readConfig, main);
lifeEvents.serviceStopped();
await shutdownTelemetry().then(endProcess);
