import { EnvReader, readBaggageConfig, readServiceAddress, readTlsConfig } from '@prime-mesh/config';
import { maxBlockBytes, minBlockBytes } from '@prime-mesh/contracts';
import { threadsAllowed } from '@prime-mesh/telemetry';

/** Environment of the loader. */
export const readConfig = (source: NodeJS.ProcessEnv = process.env) => {
  const env = new EnvReader(source);
  const threads = env.int('LOADER_THREADS', { default: threadsAllowed(), min: 1, max: 64 });
  const inFlight = env.int('LOADER_IN_FLIGHT', { default: Math.min(2 * threads, 16), min: 1, max: 256 });
  return env.done({
    host: env.host('LOADER_HOST', { default: '127.0.0.1' }),
    port: env.port('LOADER_PORT', { default: 50_053, min: 0 }),
    transformerAddress: readServiceAddress(env, 'TRANSFORMER', 50_052),
    threads,
    /** Blocks of one run in flight, unless its request says otherwise. */
    inFlight,
    /** Blocks of all runs in memory at once, and the most a request may have in flight. */
    slots: env.int('LOADER_SLOTS', { default: 2 * inFlight, min: inFlight, max: 256 }),
    /** Blocks that may wait for a slot; a run that asks for one more fails. */
    maxQueue: env.int('LOADER_MAX_QUEUE', { default: 1024, min: 0, max: 65_536 }),
    /** Bitmap bytes of a block, unless its request says otherwise. Below 1 MiB the calls cost more than the sieve. */
    blockBytes: env.int('LOADER_BLOCK_BYTES', {
      default: 2 * 2 ** 20,
      min: minBlockBytes,
      max: maxBlockBytes,
    }),
    /** Time for one block at the transformer and behind it, retries included. */
    transformBudgetMs: env.int('LOADER_TRANSFORM_BUDGET_MS', { default: 120_000, min: 100, max: 3_600_000 }),
    dataDirectory: env.directory('LOADER_DATA_DIR', { default: 'data' }),
    /** Without its bitmap a block takes 300 bytes in the store instead of 60 % of its bitmap, but its primes cannot be read. */
    storeBitmaps: env.flag('LOADER_STORE_BITMAPS', { default: true }),
    baggage: readBaggageConfig(env),
    tls: readTlsConfig(env),
    drainBudgetMs: env.int('DRAIN_BUDGET_MS', { default: 1_500, min: 0, max: 60_000 }),
  });
};

export type LoaderConfig = ReturnType<typeof readConfig>;
