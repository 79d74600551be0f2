import { EnvReader } from '@prime-mesh/config';

export interface Config {
  readonly host: string;
  readonly otlpPort: number;
  readonly pagePort: number;
}

/** @throws {ConfigError} that names every bad variable */
export function readConfig(source: NodeJS.ProcessEnv = process.env): Config {
  const env = new EnvReader(source);
  return env.done({
    host: env.host('DEVTOOLS_HOST', { default: '127.0.0.1' }),
    otlpPort: env.port('DEVTOOLS_OTLP_PORT', { default: 4317, min: 0 }),
    pagePort: env.port('DEVTOOLS_PORT', { default: 4318, min: 0 }),
  });
}
