import { calledHost, parseOtlpEndpoint } from '@prime-mesh/config';
import type { Config, Port } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { isEndpointListening } from '../machine/ports.ts';

/** Where the telemetry of a mesh goes. */
export interface TelemetryPlan {
  /** As a person reads it. */
  readonly description: string;
  /** Ports of the embedded backend that has to be started; empty if none has to. */
  readonly backendPorts: readonly Port[];
}

/**
 * Takes what listens where telemetry goes, and else the embedded backend, if it would be found there.
 * @throws {FailureError} if nothing listens and the embedded backend would listen elsewhere
 */
export async function chooseTelemetry(config: Config): Promise<TelemetryPlan> {
  const { isTelemetryOff, otlpEndpoint, backendUrl, receiver, page } = config;
  if (isTelemetryOff) return { description: 'off (OTEL_SDK_DISABLED)', backendPorts: [] };
  if (await isEndpointListening(otlpEndpoint)) {
    return { description: `what already listens at ${otlpEndpoint}`, backendPorts: [] };
  }
  if (leadsTo(receiver, otlpEndpoint)) {
    return {
      description: `embedded backend, started at ${otlpEndpoint}, page ${backendUrl}`,
      backendPorts: [receiver, page],
    };
  }
  throw new FailureError(
    'BACKEND_UNAVAILABLE',
    `nothing listens at ${otlpEndpoint} (OTEL_EXPORTER_OTLP_ENDPOINT): start it, or unset the variable to use the embedded backend`,
  );
}

/** Whether an endpoint, which has no TLS, is where a port would be listened on. */
function leadsTo({ host, port }: Port, endpoint: string): boolean {
  const { scheme, at } = parseOtlpEndpoint(endpoint) ?? {};
  if (scheme === 'https' || at === undefined || !('host' in at) || at.port !== port) return false;
  return calledHost(at.host) === calledHost(host);
}
