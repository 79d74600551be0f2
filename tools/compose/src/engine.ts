// oxlint-disable node/no-process-env -- the variables of the tests go on to Docker
import { execFile } from 'node:child_process';
import { freePort } from '@prime-mesh/harness';
import { root } from './compose-file.ts';

/** What a command of Docker ended with. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Services as Compose starts them. */
export type ComposedServices = Readonly<
  Record<
    string,
    {
      readonly environment: Readonly<Record<string, string>>;
      readonly ports?: readonly { readonly host_ip: string; readonly published: string }[];
      readonly volumes?: readonly {
        readonly source: string;
        readonly target: string;
        readonly read_only?: true;
      }[];
    }
  >
>;

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 << 20 };
  const child = execFile(command, args, options, (error, stdout, stderr) =>
    resolve({ code: child.exitCode ?? -1, stdout, stderr: stderr || (error?.message ?? '') }),
  );
  return promise;
}

/** Runs a command of Docker. */
export async function docker(...args: readonly string[]): Promise<Ended> {
  return run('docker', args, {});
}

/** What Compose makes of `files` where `env` is set and no `.env` is read; undefined without Compose, which needs no engine. */
export async function composed(
  files: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ComposedServices | undefined> {
  if ((await docker('compose', 'version')).code !== 0) return undefined;
  const args = ['compose', '--env-file', '/dev/null', ...files.flatMap((file) => ['-f', file])];
  const { code, stdout, stderr } = await run('docker', [...args, 'config', '--format', 'json'], env);
  if (code !== 0 || stderr !== '') throw new Error(`docker compose config says: ${stderr}`);
  return (JSON.parse(stdout) as { services: ComposedServices }).services;
}

/** Why nothing can be tested on a Docker engine here; undefined when it can. */
export async function missingEngine(): Promise<string | undefined> {
  if (process.env['PRIME_MESH_DOCKER_TESTS'] !== '1') return 'PRIME_MESH_DOCKER_TESTS is not 1';
  const info = await docker('info', '--format', '{{.ServerVersion}}');
  if (info.code !== 0) return `docker info says: ${info.stderr.trim().split('\n').at(-1)}`;
  const compose = await docker('compose', 'version');
  return compose.code === 0 ? undefined : 'Docker has no compose command';
}

/** The composition with the embedded backend, as a project of its own. */
export interface Composition extends AsyncDisposable {
  /** Runs docker compose. */
  compose(...args: readonly string[]): Promise<Ended>;
  /** Runs meshctl in a container beside the services. */
  meshctl(...args: readonly string[]): Promise<Ended>;
  /** Names of the containers of a service, running or not. */
  containers(service: string): Promise<string[]>;
  /** Where the backend is read from. */
  readonly backendUrl: string;
}

/**
 * Prepares a composition; nothing runs yet. Disposing of it removes containers and volumes, and keeps the images.
 * @param overlay one more compose file, where the variables of `more` are set
 */
export async function prepareComposition(
  overlay?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Composition> {
  const env = {
    LOADER_PORT: String(await freePort()),
    OTLP_PORT: String(await freePort()),
    OTLP_HTTP_PORT: String(await freePort()),
    MESH_TAG: 'test',
    ...more,
  };
  const files = ['docker-compose.yml', ...(overlay ? [overlay] : []), 'tools/compose/embedded-backend.yml'];
  const name = `prime-mesh-test-${process.pid}-${env.LOADER_PORT}`;
  const project = ['compose', '-p', name, '--progress', 'quiet', ...files.flatMap((file) => ['-f', file])];
  const compose = async (...args: readonly string[]): Promise<Ended> =>
    run('docker', [...project, ...args], env);
  return {
    compose,
    meshctl: async (...args) => compose('run', '--rm', '--no-deps', '-T', 'demo', ...args),
    containers: async (service) => {
      const { stdout } = await compose('ps', '--all', '--quiet', service);
      return stdout.split('\n').filter(Boolean);
    },
    backendUrl: `http://127.0.0.1:${env.OTLP_HTTP_PORT}`,
    [Symbol.asyncDispose]: async () => void (await compose('down', '--volumes', '--timeout', '5')),
  };
}
