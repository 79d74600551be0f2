import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { forgetMeshState, readMeshState } from './mesh-state.ts';
import { stopForeignMesh } from './stop-mesh.ts';

/** Stops the mesh that runs, whoever started it. Without one there is nothing to do. */
export async function takeDown({ config, output }: CommandContext): Promise<Outcome> {
  const state = readMeshState(config);
  if (state === undefined) {
    output.answer('the mesh is down');
    return { ok: true, json: { down: true, stopped: false, killed: 0 } };
  }
  const killed = await stopForeignMesh(state);
  forgetMeshState(config);
  if (killed.length > 0) output.note(`${killed.length} processes did not end in time and were killed`);
  output.answer('the mesh is down, nothing is left running');
  return { ok: true, json: { down: true, stopped: true, killed: killed.length } };
}
