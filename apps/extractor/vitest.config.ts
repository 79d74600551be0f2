import { defineConfig } from 'vitest/config';

// Under the real preload, in processes because it sets worker threads up differently.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    execArgv: ['--import', '@prime-mesh/telemetry/register'],
    env: {
      OTEL_SERVICE_NAME: 'extractor',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    },
  },
});
