import type { Config } from '../config/config.ts';
import type { Output } from '../terminal/output.ts';
import { formatTable } from '../terminal/table.ts';

/** Where the parts of a mesh answer. */
export function renderAddresses(config: Config, telemetry: string, style: Output['style']): string {
  const rows = config.services.map(({ owner, host, port }) => [style('dim', owner), `${host}:${port}`]);
  return formatTable([...rows, [style('dim', 'telemetry'), telemetry]]);
}

/** The same as --json prints it. */
export function addressesJson(config: Config): Record<string, string> {
  const services = config.services.map(({ owner, host, port }) => [owner, `${host}:${port}`]);
  return {
    ...Object.fromEntries(services),
    otlp: config.otlpEndpoint,
    backend: config.lgtm?.grafana?.href ?? config.backendUrl,
  };
}
