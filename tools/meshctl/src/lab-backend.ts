import { startBackend, type MeshBackend } from '@prime-mesh/lab';
import { chooseBackend } from './choose-backend.ts';
import type { Config } from './config.ts';
import type { Output } from './output.ts';
import { isEndpointListening, parseEndpoint } from './ports.ts';

/** Where experiments leave their traces. */
export interface LabBackend extends MeshBackend, AsyncDisposable {
  /** Whether the traces are there when the command has ended. */
  readonly isKept: boolean;
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
    return { url: backendUrl, otlpEndpoint, isKept: true, [Symbol.asyncDispose]: async () => {} };
  }
  let lost = 0;
  const { host, port } = parseEndpoint(otlpEndpoint);
  const onLost = (reason: string): void => {
    if (lost === 0) note(`telemetry does not reach ${otlpEndpoint}: ${reason}`);
    lost += 1;
  };
  const grafana = chooseBackend(config);
  const own = await startBackend({ address: `${host}:${port}`, onLost });
  return { ...own, isKept: true, tracePage: (traceId) => grafana.tracePage(traceId) };
}

function notKept(own: MeshBackend & AsyncDisposable): LabBackend {
  return { ...own, isKept: false };
}
