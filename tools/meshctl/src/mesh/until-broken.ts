import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { FailureError } from '../terminal/command-error.ts';
import type { LaunchedMesh } from './launch-mesh.ts';
import { logPath } from './mesh-state.ts';
import { untilServiceEnds } from './watch-services.ts';

/** Lines of the log that explain a failure. */
const shownLogLines = 30;

/**
 * Rejects when a part of the mesh ends by itself, with the end of what was printed, or with the reason of the signal.
 * @throws {FailureError} naming the part and its exit code or signal
 */
export async function untilBroken(
  config: Config,
  { state, parts }: LaunchedMesh,
  signal: AbortSignal,
): Promise<never> {
  const services = config.services.map(({ owner }) => owner);
  const ended = await Promise.race([
    untilServiceEnds(state.nx, services, signal),
    ...parts.map(async ({ name, child }) => {
      const [code, killer] = await once(child, 'exit', { signal });
      return `${name} (${killer ?? code})`;
    }),
  ]);
  const lines = readFileSync(logPath(config), 'utf8').trimEnd().split('\n').slice(-shownLogLines);
  throw new FailureError('MESH_ENDED', `${ended} ended by itself:\n${lines.join('\n')}`);
}
