import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig, type ViteUserConfig } from 'vitest/config';

type Environment = Readonly<Record<string, string>>;

/** Tests under the real preload, which exports nothing; in processes because it sets worker threads up differently. */
export function underPreload(service: string, env: Environment = {}): ViteUserConfig {
  return defineConfig({
    test: {
      pool: 'forks',
      testTimeout: 60_000,
      execArgv: ['--import', '@prime-mesh/telemetry/register'],
      env: {
        OTEL_SERVICE_NAME: service,
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        ...env,
      },
    },
  });
}

/** The same, but spans and metrics go to console.dir, where record-telemetry.ts picks them up; metrics when a test asks. */
export function recordingTelemetry(service: string): ViteUserConfig {
  const record = new URL('libs/mesh/src/testing/record-telemetry.ts', import.meta.url);
  const base = underPreload(service, {
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'console',
    OTEL_METRIC_EXPORT_INTERVAL: '3600000',
    OTEL_METRIC_EXPORT_TIMEOUT: '3000',
  });
  return mergeConfig(base, { test: { setupFiles: [fileURLToPath(record)] } });
}
