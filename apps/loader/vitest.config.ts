import { defineConfig } from 'vitest/config';

// Under the real preload, in processes because it sets worker threads up differently. Ended spans and metrics go to
// console.dir, where testing/recorded-telemetry.ts picks them up.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    execArgv: ['--import', '@prime-mesh/telemetry/register'],
    setupFiles: ['src/testing/recorded-telemetry.ts'],
    env: {
      OTEL_SERVICE_NAME: 'loader',
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_METRICS_EXPORTER: 'console',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_METRIC_EXPORT_INTERVAL: '3600000', // only when a test asks
    },
  },
});
