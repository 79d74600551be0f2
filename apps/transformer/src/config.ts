import { EnvReader, readBaggageConfig, readServiceAddress, readTlsConfig } from '@prime-mesh/config';
import { threadsAllowed } from '@prime-mesh/telemetry';

/** Environment of the transformer. */
export const readConfig = (source: NodeJS.ProcessEnv = process.env) => {
  const env = new EnvReader(source);
  const threads = env.int('TRANSFORMER_THREADS', { default: threadsAllowed(), min: 1, max: 64 });
  return env.done({
    host: env.host('TRANSFORMER_HOST', { default: '127.0.0.1' }),
    port: env.port('TRANSFORMER_PORT', { default: 50_052, min: 0 }),
    extractorAddress: readServiceAddress(env, 'EXTRACTOR', 50_051),
    /** Time for one block at the extractor, retries included. */
    extractBudgetMs: env.int('TRANSFORMER_EXTRACT_BUDGET_MS', { default: 60_000, min: 100, max: 3_600_000 }),
    threads,
    /** Blocks in memory at once: one on each thread, and as many being received or sent. */
    slots: env.int('TRANSFORMER_SLOTS', { default: 2 * threads, min: 1, max: 256 }),
    /** Calls that may wait for a slot; more are refused. */
    maxQueue: env.int('TRANSFORMER_MAX_QUEUE', { default: 256, min: 0, max: 65_536 }),
    baggage: readBaggageConfig(env),
    tls: readTlsConfig(env),
    drainBudgetMs: env.int('DRAIN_BUDGET_MS', { default: 1_500, min: 0, max: 60_000 }),
  });
};

export type TransformerConfig = ReturnType<typeof readConfig>;
