import { endProcess, runWithConfig } from '@prime-mesh/config';
import { Extractor, maxBlockBytes } from '@prime-mesh/contracts';
import { createClient, createPool, Gate, serveUntil, untilStopSignal } from '@prime-mesh/mesh';
import { CorruptBlockError, createArena } from '@prime-mesh/primes';
import { names, setBaggagePolicy, shutdownTelemetry } from '@prime-mesh/telemetry';
import { readConfig, type TransformerConfig } from './config.ts';
import { lifeEvents } from './events.ts';
import { transformerService } from './service.ts';
import type { Transformed, TransformStep } from './transform.ts';

async function main({ threads, slots, maxQueue, ...config }: TransformerConfig): Promise<void> {
  const stop = untilStopSignal(config.drainBudgetMs);
  setBaggagePolicy(config.baggage);
  const { extractorAddress, extractBudgetMs: deadlineMs, tls } = config;
  await using extractor = createClient(Extractor, extractorAddress, { deadlineMs, tls });
  const arena = createArena({ slots, slotBytes: maxBlockBytes, threads });
  await using pool = createPool<TransformStep, Transformed>({
    name: 'transform',
    worker: new URL('./transform.ts', import.meta.url),
    span: names.spans.transform,
    threads,
    maxQueue: slots,
    workerData: { arena },
    errors: [CorruptBlockError],
  });
  await pool.ready;
  const gate = new Gate({ name: 'block slots', permits: slots, maxQueue });
  const services = [transformerService({ arena, slots: gate, pool, extractor })];
  await serveUntil(stop, { ...config, services }, lifeEvents);
}

await runWithConfig(readConfig, main);
lifeEvents.serviceStopped();
await shutdownTelemetry().then(endProcess);
