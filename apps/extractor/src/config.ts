import { EnvReader, readBaggageConfig, readTlsConfig } from '@prime-mesh/config';
import { threadsAllowed } from '@prime-mesh/telemetry';

/** Environment of the extractor. */
export const readConfig = (source: NodeJS.ProcessEnv = process.env) => {
  const env = new EnvReader(source);
  const threads = env.int('EXTRACTOR_THREADS', { default: threadsAllowed(), min: 1, max: 64 });
  return env.done({
    host: env.host('EXTRACTOR_HOST', { default: '127.0.0.1' }),
    port: env.port('EXTRACTOR_PORT', { default: 50_051, min: 0 }),
    threads,
    /** Blocks in memory at once: one on each thread, one ahead, and the ones being sent. */
    slots: env.int('EXTRACTOR_SLOTS', { default: threads + 2, min: 1, max: 256 }),
    /** Calls that may wait for a slot; more are refused. */
    maxQueue: env.int('EXTRACTOR_MAX_QUEUE', { default: 256, min: 0, max: 65_536 }),
    baggage: readBaggageConfig(env),
    tls: readTlsConfig(env),
    drainBudgetMs: env.int('DRAIN_BUDGET_MS', { default: 1_500, min: 0, max: 60_000 }),
  });
};

export type ExtractorConfig = ReturnType<typeof readConfig>;
