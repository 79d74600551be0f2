import type { MeshBackend } from '@prime-mesh/lab';
import type { Config } from './config.ts';
import { isEndpointListening } from './ports.ts';

/** The backend that runs already, if it can also be read back: what is tried out then leaves its traces there. */
export async function runningBackend({ otlpEndpoint, backendUrl }: Config): Promise<MeshBackend | undefined> {
  const { origin } = new URL(backendUrl);
  const isReadable = (await isEndpointListening(otlpEndpoint)) && (await isEndpointListening(origin));
  return isReadable ? { url: backendUrl, otlpEndpoint } : undefined;
}
