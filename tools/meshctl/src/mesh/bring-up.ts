import { untilStopSignal } from '@prime-mesh/mesh';
import type { CommandContext, Outcome } from '../terminal/command-context.ts';
import { addressesJson, renderAddresses } from './mesh-addresses.ts';
import { startMesh } from './start-mesh.ts';
import { stayUp } from './stay-up.ts';

/** Options of `meshctl up`. */
export interface UpOptions {
  readonly detach?: boolean;
  readonly verbose?: boolean;
}

/** Starts the mesh, which runs until Ctrl-C, or with --detach until `meshctl down`. */
export async function bringUp({ config, output }: CommandContext, options: UpOptions): Promise<Outcome> {
  const stop = untilStopSignal();
  await using owned = new AsyncDisposableStack();
  const { verbose = false } = options;
  const mesh = owned.use(await startMesh(config, { signal: stop, note: output.note, verbose }));
  if (mesh === undefined) {
    output.answer('the mesh is up already: "meshctl down" stops it');
    return { ok: true, json: { up: true, started: false, ...addressesJson(config) } };
  }
  output.answer(renderAddresses(config, mesh.telemetry, output.style));
  const outcome = { ok: true, json: { up: true, started: true, ...addressesJson(config) } };
  if (options.detach) {
    mesh.release();
    owned.move(); // nothing of it ends with this process
    output.answer('the mesh runs on: "meshctl down" stops it');
    return outcome;
  }
  output.note('Ctrl-C stops everything');
  const kept = owned.move();
  return { ...outcome, afterwards: async () => stayUp({ mesh, stop, kept, note: output.note }) };
}
