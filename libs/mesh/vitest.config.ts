import { defineConfig } from 'vitest/config';

// Tests run under the real preload, in processes because it sets worker threads up differently. What it exports goes
// to console.dir, where src/testing/record-telemetry.ts picks it up.
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 60_000,
    setupFiles: ['./src/testing/record-telemetry.ts'],
    execArgv: ['--import', '@prime-mesh/telemetry/register'],
    env: {
      OTEL_SERVICE_NAME: 'mesh-test',
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_METRICS_EXPORTER: 'console',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_METRIC_EXPORT_INTERVAL: '3600000',
      OTEL_METRIC_EXPORT_TIMEOUT: '3000',
    },
  },
});
