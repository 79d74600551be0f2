import { services, type Service } from '@prime-mesh/telemetry/names';
import { startDevtools, type ForwardTarget } from '@prime-mesh/devtools';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { root, serve } from './serve.ts';
import { start, type Ended, type Started } from './start-process.ts';

/** Several times as long as the longest run of the bench, ms. */
const meshctlBudgetMs = 600_000;

/** Where the telemetry of a mesh goes. */
export interface MeshBackend {
  /** Address of its page and of its query API. */
  readonly url: string;
  readonly otlpEndpoint: string;
  /** Page on which a person sees a trace, if it is not the page of the backend itself. */
  readonly tracePage?: (traceId: string) => string;
}

/** The three services, each in a process of its own. */
export interface Mesh extends AsyncDisposable, Readonly<Record<Service, Started>> {
  readonly backend: MeshBackend;
  /** Environment that makes meshctl use this mesh. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command of meshctl to its end. */
  meshctl(...args: string[]): Promise<Ended>;
  /** Starts a command of meshctl that the caller stops. */
  startMeshctl(...args: string[]): Started;
}

/** Environment of one service, or of all. */
export type Overrides = Readonly<Partial<Record<Service | 'all', Readonly<Record<string, string>>>>>;

/**
 * Starts an embedded backend on free ports in this process.
 * @param forwardTo receives a copy of every export
 */
export async function startBackend(forwardTo?: ForwardTarget): Promise<MeshBackend & AsyncDisposable> {
  const config = { host: '127.0.0.1', otlpPort: 0, pagePort: 0 };
  const devtools = await startDevtools(config, { forwardTo });
  return {
    url: devtools.url,
    otlpEndpoint: `http://${devtools.otlpAddress}`,
    [Symbol.asyncDispose]: async () => devtools[Symbol.asyncDispose](),
  };
}

/**
 * Starts a mesh on free ports with a store of its own.
 * @param overrides added to the environment of one service, or of all
 * @param shared the backend to report to, instead of one of its own
 */
export async function startMesh(overrides: Overrides = {}, shared?: MeshBackend): Promise<Mesh> {
  await using owned = new AsyncDisposableStack();
  const backend = shared ?? owned.use(await startBackend());
  const data = owned.adopt(await mkdtemp(join(tmpdir(), 'prime-mesh-')), (path) =>
    rm(path, { recursive: true }),
  );
  const [extractor, transformer, loader] = [await freePort(), await freePort(), await freePort()];
  const env = {
    EXTRACTOR_PORT: String(extractor),
    TRANSFORMER_PORT: String(transformer),
    LOADER_PORT: String(loader),
    EXTRACTOR_ADDRESS: `localhost:${extractor}`,
    TRANSFORMER_ADDRESS: `localhost:${transformer}`,
    LOADER_ADDRESS: `localhost:${loader}`,
    LOADER_DATA_DIR: data,
    MESHCTL_BACKEND: backend.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: backend.otlpEndpoint,
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    ...overrides.all,
  };
  const start = (name: Service): Started =>
    owned.adopt(
      serve(`apps/${name}`, { ...env, ...overrides[name] }),
      async (process) => void (await process.stop('SIGKILL')),
    );
  const processes = {
    extractor: start('extractor'),
    transformer: start('transformer'),
    loader: start('loader'),
  };
  await Promise.all(services.map((name) => processes[name].until('service.started')));
  const started = owned.move();
  return {
    ...processes,
    backend,
    env,
    meshctl: async (...args) => meshctl(args, env),
    startMeshctl: (...args) => startMeshctl(args, env),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(services.map((name) => processes[name].stop()));
      await started.disposeAsync();
    },
  };
}

/** Runs a command of meshctl to its end. */
export async function meshctl(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return startMeshctl(args, env).within(meshctlBudgetMs);
}

function startMeshctl(args: readonly string[], env: Readonly<Record<string, string>>): Started {
  const command = ['node', join(root, 'tools/meshctl/src/main.ts'), ...args];
  return start(command, { name: `meshctl ${args.join(' ')}`, env });
}
