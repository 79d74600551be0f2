import { once } from 'node:events';
import { startServer, type MeshServerOptions } from './server.ts';

/** What a service says of its life. */
export interface LifeEvents {
  readonly serviceStarted: (port: number) => void;
  readonly serviceStopping: () => void;
}

/**
 * Serves until `stop` is aborted, and returns when the server has stopped.
 * @throws {MeshError} UNAVAILABLE if it cannot listen on host and port
 */
export async function serveUntil(
  stop: AbortSignal,
  options: MeshServerOptions,
  { serviceStarted, serviceStopping }: LifeEvents,
): Promise<void> {
  await using server = await startServer(options);
  serviceStarted(server.port);
  if (!stop.aborted) await once(stop, 'abort');
  serviceStopping();
}
