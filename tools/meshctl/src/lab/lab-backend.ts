import { hostPort, parseOtlpEndpoint } from '@prime-mesh/config';
import { startBackend, type MeshBackend } from '@prime-mesh/harness';
import type { Config } from '../config/config.ts';
import { isEndpointListening, isUrlListening } from '../machine/ports.ts';
import { chooseBackend } from '../telemetry/choose-backend.ts';
import type { Output } from '../terminal/output.ts';

/** Where experiments leave their traces. */
export interface LabBackend extends MeshBackend, AsyncDisposable {
  /** Whether the traces are there when the command has ended. */
  readonly isKept: boolean;
  /** Where a person looks at them. */
  readonly page: string;
}

/**
 * Takes the embedded backend that runs already, if it can also be read. Otherwise starts one for the experiments,
 * which forwards everything to Grafana's stack if that is configured and listens.
 * @param note is told once if telemetry does not reach Grafana's stack
 */
export async function openLabBackend(config: Config, note: Output['note']): Promise<LabBackend> {
  const { otlpEndpoint, backendUrl, lgtm } = config;
  const isListening = await isEndpointListening(otlpEndpoint);
  if (!isListening) return notKept(await startBackend());
  if (lgtm === undefined) {
    const isReadable = await isUrlListening(new URL(backendUrl));
    if (!isReadable) return notKept(await startBackend());
    return {
      url: backendUrl,
      otlpEndpoint,
      isKept: true,
      page: backendUrl,
      [Symbol.asyncDispose]: async () => {},
    };
  }
  let isTold = false;
  const onLost = (reason: string): void => {
    if (!isTold) note(`telemetry does not reach ${otlpEndpoint}: ${reason}`);
    isTold = true;
  };
  const own = await startBackend({ address: grpcAddress(otlpEndpoint), onLost });
  const grafana = chooseBackend(config);
  return {
    ...own,
    isKept: true,
    page: lgtm.grafana?.href ?? lgtm.tempo.url.href,
    tracePage: (traceId) => grafana.tracePage(traceId),
  };
}

/** The endpoint as grpc-js takes it. */
function grpcAddress(endpoint: string): string {
  const at = parseOtlpEndpoint(endpoint)?.at ?? { path: '' };
  return 'host' in at ? hostPort(at.host, at.port) : `unix:${at.path}`;
}

function notKept(own: MeshBackend & AsyncDisposable): LabBackend {
  return { ...own, isKept: false, page: own.url };
}
