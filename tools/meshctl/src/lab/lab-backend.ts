import { startBackend, type MeshBackend } from '@prime-mesh/harness';
import { chooseBackend } from '../telemetry/choose-backend.ts';
import type { Config } from '../config/config.ts';
import type { Output } from '../terminal/output.ts';
import { isEndpointListening, parseEndpoint } from '../mesh/ports.ts';

/** Where experiments leave their traces. */
export interface LabBackend extends MeshBackend, AsyncDisposable {
  /** Whether the traces are there when the command has ended. */
  readonly isKept: boolean;
  /** Where a person looks at them. */
  readonly page: string;
}

/**
 * The backend that runs already, if it can also be read back; else one of its own, which sends all it gets on to
 * Grafana's stack if that is there.
 */
export async function openLabBackend(config: Config, note: Output['note']): Promise<LabBackend> {
  const { otlpEndpoint, backendUrl, lgtm } = config;
  const isListening = await isEndpointListening(otlpEndpoint);
  if (!isListening) return notKept(await startBackend());
  if (lgtm === undefined) {
    const isReadable = await isEndpointListening(new URL(backendUrl).origin);
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
  const { host, port } = parseEndpoint(otlpEndpoint);
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const own = await startBackend({ address, onLost });
  const grafana = chooseBackend(config);
  return {
    ...own,
    isKept: true,
    page: lgtm.grafana?.href ?? lgtm.tempo.url.href,
    tracePage: (traceId) => grafana.tracePage(traceId),
  };
}

function notKept(own: MeshBackend & AsyncDisposable): LabBackend {
  return { ...own, isKept: false, page: own.url };
}
