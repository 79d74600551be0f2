import type { Config, Port } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import { isEndpointListening, parseEndpoint } from './ports.ts';

const loopback = ['localhost', '127.0.0.1', '::1'];

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
  const { host, port } = parseEndpoint(otlpEndpoint);
  if (loopback.includes(host) && port === receiver.port) {
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
