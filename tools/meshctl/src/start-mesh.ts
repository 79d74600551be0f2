import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FailureError } from './command-error.ts';
import { meshEnvironment, rootDirectory, type Config } from './config.ts';
import { forgetMeshState, logPath, writeMeshState, type MeshState } from './mesh-state.ts';
import { assertPortsFree, isEndpointListening, isListening, parseEndpoint } from './ports.ts';
import { identifyProcess, type ProcessId } from './processes.ts';
import { stopMesh } from './stop-mesh.ts';
import { untilServing } from './until-serving.ts';
import { untilServiceEnds } from './watch-services.ts';

/** From the start to the last healthy service, ms: a first start builds the kernel. */
const startBudgetMs = 90_000;
const betweenLooksMs = 50;
const loopback = ['localhost', '127.0.0.1', '::1'];
/** Lines of the log that explain a failure. */
const shownLogLines = 30;

/** A mesh that answers. Disposing of it stops everything it brought. */
export interface RunningMesh extends AsyncDisposable {
  /** Where telemetry goes, as a person reads it. */
  readonly telemetry: string;
  /** Rejects when a part ends by itself; never resolves. */
  readonly broken: Promise<never>;
  /** Lets it run on without this process. */
  release(): void;
}

/** Where the telemetry of the mesh goes. */
type Telemetry = { readonly kind: 'off' } | { readonly kind: 'present' } | { readonly kind: 'embedded' };

/**
 * Starts the services through Nx, and the embedded backend unless something listens where telemetry goes.
 * @throws {FailureError} if a port is in use, before anything is started; if a part ends, or is not healthy in time
 */
export async function startMesh(config: Config, signal: AbortSignal): Promise<RunningMesh> {
  const telemetry = await chooseTelemetry(config);
  const backendPorts = telemetry.kind === 'embedded' ? [config.receiver, config.page] : [];
  await assertPortsFree([...config.services, ...backendPorts]);
  const parts = launch(config, telemetry);
  const watch = new AbortController();
  const broken = untilBroken(config, parts, watch.signal);
  broken.catch(() => {}); // it is awaited only while somebody waits for the mesh
  const stop = async (): Promise<void> => {
    watch.abort();
    await stopMesh(parts.state);
    forgetMeshState(config);
  };
  try {
    await Promise.race([untilHealthy(config, telemetry, AbortSignal.any([signal, watch.signal])), broken]);
  } catch (error) {
    await stop();
    if (signal.aborted)
      throw new FailureError('CANCELLED', `starting the mesh was cancelled by ${signal.reason}`);
    throw error;
  }
  return {
    telemetry: describeTelemetry(config, telemetry),
    broken,
    release: () => {
      watch.abort();
      const { owner: _owner, ...released } = parts.state;
      writeMeshState(config, released);
      for (const child of parts.children) child.unref();
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function chooseTelemetry({ isTelemetryOff, otlpEndpoint, receiver }: Config): Promise<Telemetry> {
  if (isTelemetryOff) return { kind: 'off' };
  if (await isEndpointListening(otlpEndpoint)) return { kind: 'present' };
  const { host, port } = parseEndpoint(otlpEndpoint);
  if (loopback.includes(host) && port === receiver.port) return { kind: 'embedded' };
  throw new FailureError(
    'BACKEND_UNAVAILABLE',
    `nothing listens at ${otlpEndpoint} (OTEL_EXPORTER_OTLP_ENDPOINT): start it, or unset the variable to use the embedded backend`,
  );
}

function describeTelemetry({ otlpEndpoint, backendUrl }: Config, { kind }: Telemetry): string {
  switch (kind) {
    case 'off':
      return 'off (OTEL_SDK_DISABLED)';
    case 'present':
      return `what already listens at ${otlpEndpoint}`;
    case 'embedded':
      return `embedded backend, started at ${otlpEndpoint}, page ${backendUrl}`;
  }
}

interface Parts {
  readonly state: MeshState;
  readonly children: readonly ChildProcess[];
}

function launch(config: Config, { kind }: Telemetry): Parts {
  const log = openSync(logPath(config), 'w');
  const start = (script: string, ...args: string[]): ChildProcess =>
    spawn(process.execPath, [join(rootDirectory, script), ...args], {
      cwd: rootDirectory,
      env: meshEnvironment(config),
      // A group of its own: Ctrl-C in the terminal reaches meshctl alone, which then stops the parts in order.
      detached: true,
      stdio: ['ignore', log, log],
    });
  const devtools = kind === 'embedded' ? start('tools/devtools/src/main.ts') : undefined;
  const projects = config.services.map(({ owner }) => owner);
  const nx = start(
    'node_modules/.bin/nx',
    'run-many',
    '-t',
    'serve',
    '-p',
    ...projects,
    '--outputStyle=stream',
  );
  closeSync(log);
  const owner = identify(process.pid);
  const state = { owner, nx: identify(nx.pid), ...(devtools && { devtools: identify(devtools.pid) }) };
  writeMeshState(config, state);
  return { state, children: devtools ? [nx, devtools] : [nx] };
}

function identify(pid: number | undefined): ProcessId {
  const found = pid === undefined ? undefined : identifyProcess(pid);
  if (found === undefined)
    throw new FailureError('NOT_STARTED', `process ${pid} ended as soon as it was started`);
  return found;
}

/** Rejects when a part ends by itself, with the end of what was printed. */
async function untilBroken(config: Config, { state, children }: Parts, signal: AbortSignal): Promise<never> {
  const services = config.services.map(({ owner }) => owner);
  const ended = await Promise.race([
    untilServiceEnds(state.nx, services, signal),
    ...children.map(async (child) => {
      const [code, killer] = await once(child, 'exit', { signal });
      return `${child.spawnargs.includes('run-many') ? 'Nx' : 'the embedded backend'} (${killer ?? code})`;
    }),
  ]);
  const lines = readFileSync(logPath(config), 'utf8').trimEnd().split('\n').slice(-shownLogLines);
  throw new FailureError('MESH_ENDED', `${ended} ended by itself:\n${lines.join('\n')}`);
}

async function untilHealthy(config: Config, telemetry: Telemetry, stop: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(startBudgetMs)]);
  const backend = telemetry.kind === 'embedded' ? [config.receiver, config.page] : [];
  await Promise.all([
    ...backend.map(async ({ host, port }) => untilListening(host, port, signal)),
    ...config.services.map(async (service) => {
      await untilListening(service.host, service.port, signal);
      await untilServing(service, config, signal);
    }),
  ]).catch((error: unknown) => {
    if (stop.aborted || !signal.aborted) throw error;
    throw new FailureError(
      'NOT_HEALTHY',
      `the mesh was not healthy within ${startBudgetMs / 1e3} s: see ${logPath(config)}`,
    );
  });
}

async function untilListening(host: string, port: number, signal: AbortSignal): Promise<void> {
  while (!(await isListening(host, port))) await delay(betweenLooksMs, undefined, { signal });
}
