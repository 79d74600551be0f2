import { defineConfig } from 'vitest/config';

// Under the real preload, in processes because it sets worker threads up differently. Ended spans go to console.dir,
// where testing/recorded-spans.ts picks them up.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    execArgv: ['--import', '@prime-mesh/telemetry/register'],
    setupFiles: ['src/testing/recorded-spans.ts'],
    env: {
      OTEL_SERVICE_NAME: 'loader',
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    },
  },
});
