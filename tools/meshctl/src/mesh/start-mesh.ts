import { assertCpu } from '@prime-mesh/primes';
import type { Config } from '../config/config.ts';
import { isCheckout } from '../terminal/caller-words.ts';
import { FailureError } from '../terminal/command-error.ts';
import type { Output } from '../terminal/output.ts';
import { chooseTelemetry } from './choose-telemetry.ts';
import { followLog } from './follow-log.ts';
import { launchMesh } from './launch-mesh.ts';
import { lockMesh } from './lock-mesh.ts';
import { forgetMeshState, readMeshState, writeMeshState } from './mesh-state.ts';
import { untilPortsFree } from '../machine/ports.ts';
import { stopMesh } from './stop-mesh.ts';
import { untilBroken } from './until-broken.ts';
import { untilHealthy } from './until-healthy.ts';

/** A mesh that answers. Disposing of it stops everything it brought. */
export interface RunningMesh extends AsyncDisposable {
  /** Where telemetry goes, as a person reads it. */
  readonly telemetry: string;
  /** Rejects when a part ends by itself; never resolves. */
  readonly broken: Promise<never>;
  /** Lets it run on without this process. */
  release(): void;
}

interface StartOptions {
  /** Gives up. */
  readonly signal: AbortSignal;
  readonly note: Output['note'];
  /** Whether to show what the parts print. */
  readonly verbose: boolean;
}

/**
 * Starts the services through Nx, and the embedded backend unless something listens where telemetry goes.
 * @returns nothing if a mesh runs already, be it that another process has started it meanwhile
 * @throws {FailureError} if a port is in use, before anything is started; if a part ends, or is not healthy in time
 */
export async function startMesh(config: Config, options: StartOptions): Promise<RunningMesh | undefined> {
  const { signal, note } = options;
  assertCpu();
  if (!isCheckout) {
    throw new FailureError(
      'NO_CHECKOUT',
      'services are started from a checkout, and this is an image: use its containers',
    );
  }
  try {
    using _only = await lockMesh(config, note, signal);
    return readMeshState(config) ? undefined : await start(config, options);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new FailureError('CANCELLED', `starting the mesh was cancelled by ${signal.reason}`);
  }
}

async function start(config: Config, { signal, verbose }: StartOptions): Promise<RunningMesh> {
  const { description, backendPorts } = await chooseTelemetry(config);
  await untilPortsFree([...config.services, ...backendPorts], signal);
  const launched = launchMesh(config, { withBackend: backendPorts.length > 0 });
  const log = verbose ? followLog(config) : undefined;
  const watch = new AbortController();
  const broken = untilBroken(config, launched, watch.signal);
  broken.catch(() => {}); // it is awaited only while somebody waits for the mesh
  const stop = async (): Promise<void> => {
    watch.abort();
    await stopMesh(launched.state);
    log?.[Symbol.dispose]();
    forgetMeshState(config);
  };
  try {
    const given = AbortSignal.any([signal, watch.signal]);
    await Promise.race([untilHealthy(config, launched.state.nx, backendPorts, given), broken]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    telemetry: description,
    broken,
    release: () => {
      watch.abort();
      log?.[Symbol.dispose]();
      const { owner: _owner, ...released } = launched.state;
      writeMeshState(config, released);
      for (const { child } of launched.parts) child.unref();
    },
    [Symbol.asyncDispose]: stop,
  };
}
