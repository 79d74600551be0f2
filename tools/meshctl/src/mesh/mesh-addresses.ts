import { hostPort } from '@prime-mesh/config';
import type { Config } from '../config/config.ts';
import type { Output } from '../terminal/output.ts';
import { formatTable } from '@prime-mesh/harness/format-table';

/** A table of the addresses of a mesh. */
export function renderAddresses(config: Config, telemetry: string, style: Output['style']): string {
  const rows = config.services.map(({ owner, host, port }) => [style('dim', owner), hostPort(host, port)]);
  return formatTable([...rows, [style('dim', 'telemetry'), telemetry]]);
}

/** The same addresses as --json prints them. */
export function addressesJson(config: Config): Record<string, string> {
  const services = config.services.map(({ owner, host, port }) => [owner, hostPort(host, port)]);
  return {
    ...Object.fromEntries(services),
    otlp: config.otlpEndpoint,
    backend: config.lgtm?.grafana?.href ?? config.backendUrl,
  };
}
