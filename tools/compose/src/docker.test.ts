import { traceSpans } from '@prime-mesh/backends/embedded';
import { freePort, isInstalled, root, run, type Ended } from '@prime-mesh/harness';
import { services as apps } from '@prime-mesh/telemetry/names';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const megabyte = 1e6;
/** Time for one command of Compose, which may have to build images, ms. */
const composeBudgetMs = 600_000;

async function docker(...args: readonly string[]): Promise<Ended> {
  return run(['docker', ...args], { cwd: root });
}

/** Why the tests cannot use a Docker engine here; undefined if they can. */
async function missingEngine(): Promise<string | undefined> {
  if (process.env['PRIME_MESH_DOCKER_TESTS'] !== '1') return 'PRIME_MESH_DOCKER_TESTS is not 1';
  if (!isInstalled('docker')) return 'docker is not installed';
  const info = await docker('info', '--format', '{{.ServerVersion}}');
  if (info.code !== 0) return `docker info says: ${info.stderr.trim().split('\n').at(-1)}`;
  const compose = await docker('compose', 'version');
  return compose.code === 0 ? undefined : 'Docker has no compose command';
}

/** The composition with the embedded backend, as a project of its own. */
interface Composition extends AsyncDisposable {
  /** Runs docker compose. */
  compose(...args: readonly string[]): Promise<Ended>;
  /** Runs meshctl in a container beside the services. */
  meshctl(...args: readonly string[]): Promise<Ended>;
  /** Names of the containers of a service, running or not. */
  containers(service: string): Promise<string[]>;
  /** Address of the query API of the backend. */
  readonly backendUrl: string;
}

/**
 * Prepares a composition and starts nothing. Disposing of it removes containers and volumes, but no images.
 * @param overlay one more compose file, with the variables in `more`
 */
async function prepareComposition(
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
    run(['docker', ...project, ...args], { cwd: root, env, withinMs: composeBudgetMs });
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

const missing = await missingEngine();
if (missing) process.stderr.write(`tests on a Docker engine are left out: ${missing}\n`);

async function inspect(names: readonly string[], format: string): Promise<string[]> {
  const { stdout } = await docker('inspect', '--format', format, ...names);
  return stdout.trim().split('\n');
}

describe.skipIf(missing)('on a Docker engine', { timeout: 120_000 }, () => {
  let mesh: Composition;
  const containers = async (): Promise<string[]> =>
    (await Promise.all(apps.map(async (name) => mesh.containers(name)))).flat();

  beforeAll(async () => {
    mesh = await prepareComposition();
    const up = await mesh.compose('up', '--build', '--detach', '--scale', 'transformer=3');
    expect(up.code, up.stderr).toBe(0);
  }, 600_000);
  afterAll(async () => mesh[Symbol.asyncDispose](), 60_000);

  test('both compose files are clean', async () => {
    const clean = { code: 0, stdout: '', stderr: '' };
    expect(await docker('compose', 'config', '--quiet')).toMatchObject(clean);
    expect(await mesh.compose('config', '--quiet')).toMatchObject(clean);
  });

  test('the demo runs once and finds what primesieve finds', async () => {
    const [demo = ''] = await mesh.containers('demo');
    expect((await docker('wait', demo)).stdout.trim()).toBe('0');
    const { stdout } = await docker('logs', demo);
    expect(stdout).toContain('36,190,991');
    expect(stdout).toContain('verified');
    expect(stdout).toContain(`${mesh.backendUrl.replace('127.0.0.1', 'localhost')}/#trace=`);
  });

  test('another `up` does not repeat the demo', async () => {
    const [demo = ''] = await mesh.containers('demo');
    const said = await docker('logs', demo);
    expect(await mesh.compose('up', '--detach', '--scale', 'transformer=3')).toMatchObject({ code: 0 });
    expect((await docker('wait', demo)).stdout.trim()).toBe('0');
    expect(await docker('logs', demo)).toEqual(said);
  });

  test('a run over three transformers is verified, one complete trace, and shared among them', async () => {
    const run = await mesh.meshctl('run', '--from', '10^12', '--count', '10^9', '--json');
    const { trace_id: traceId, ...result } = run.json;
    expect(result).toMatchObject({ primes: '36190991', verified: true, blocks: 16 });
    const verified = await mesh.meshctl('verify', 'latest');
    expect(verified, verified.stdout + verified.stderr).toMatchObject({ code: 0 });
    const spans = await traceSpans(mesh.backendUrl, String(traceId));
    const transformed = spans.filter(({ name }) => name === 'transform block');
    const share = Map.groupBy(transformed, ({ instanceId }) => instanceId);
    expect(transformed).toHaveLength(16);
    expect([...share.values()].filter(({ length }) => length >= 2)).toHaveLength(3);
  });

  test.each([
    ['does not answer', 'pause', 'unpause'],
    ['is restarted', 'stop', 'start'],
  ])('no telemetry is lost when the backend %s during a run', async (_, away, back) => {
    await mesh.compose(away, 'otel-lgtm');
    const run = await mesh.meshctl('run', '--from', '10^12', '--count', '10^9', '--json');
    await mesh.compose(back, 'otel-lgtm');
    const { trace_id: traceId, primes } = run.json;
    expect(primes).toBe('36190991');
    const stored = async (): Promise<number> => {
      const spans = await traceSpans(mesh.backendUrl, String(traceId)).catch(() => []);
      return spans.filter(({ name }) => /^(extract|transform|load|verify|store) block$/.test(name)).length;
    };
    await expect.poll(stored, { timeout: 40_000, interval: 1_000 }).toBe(5 * 16);
  });

  test('an image adds at most 120 MB to its base', async () => {
    const images = [...apps, 'meshctl', 'devtools'].map((name) => `prime-mesh/${name}:test`);
    const [base = 0, ...sizes] = (await inspect(['node:24-slim', ...images], '{{.Size}}')).map(Number);
    expect(sizes).toHaveLength(images.length);
    process.stderr.write(
      `MB on top of the base: ${sizes.map((size) => ((size - base) / megabyte).toFixed(0)).join(', ')}\n`,
    );
    expect(sizes.filter((size) => size - base > 120 * megabyte)).toEqual([]);
  });

  test('a changed source makes a layer of sources alone, and no program carries what it does not read', async () => {
    const history = await docker('history', '--format', '{{.Size}} {{.CreatedBy}}', 'prime-mesh/loader:test');
    const layers = history.stdout.split('\n').filter((layer) => layer.includes('COPY'));
    expect(layers[0]).toMatch(/^\d{1,3}(\.\d+)?kB .*sources/);
    const unread = ['*.map', '*.d.ts', 'asconfig.json'].flatMap((name) => ['-o', '-name', name]);
    const [container = ''] = await mesh.containers('loader');
    const found = await docker('exec', container, 'find', '/mesh', '-name', 'assembly', ...unread);
    expect(found).toMatchObject({ code: 0, stdout: '' });
  });

  test('a service makes one thread for a limit of one core, whatever the machine has', async () => {
    const [container = ''] = await mesh.containers('extractor');
    const script = `import('/mesh/libs/telemetry/src/index.ts').then((it) => console.log(it.threadsAllowed()))`;
    expect((await docker('exec', container, 'node', '-e', script)).stdout.trim()).toBe('1');
  });

  test('a wrong variable ends a service for good, and its log says which', async () => {
    await using wrong = await prepareComposition(undefined, { LOADER_IN_FLIGHT: 'many' });
    const up = await wrong.compose('up', '--detach', '--wait', 'loader');
    const [loader = ''] = await wrong.containers('loader');
    expect(up).toMatchObject({ code: 1, stderr: expect.stringMatching(/loader-1 exited/) });
    expect(await inspect([loader], '{{.State.Status}} {{.RestartCount}}')).toEqual(['exited 0']);
    expect((await docker('logs', loader)).stderr).toContain('LOADER_IN_FLIGHT="many" must be an integer');
  });

  test.each(apps)('%s runs as a plain user on a file system that it cannot write to', async (name) => {
    const [container = ''] = await mesh.containers(name);
    const script = `try { fs.writeFileSync('/mesh/x', '') } catch ({ code }) { console.log(process.getuid(), code) }`;
    const { stdout } = await docker('exec', container, 'node', '-e', script);
    expect(stdout.trim()).toBe('1000 EROFS');
  });

  test('no service hit its memory limit or was restarted', async () => {
    const states = await inspect(
      await containers(),
      '{{.State.OOMKilled}} {{.RestartCount}} {{.State.Health.Status}}',
    );
    expect(states).toEqual(Array.from({ length: 5 }, () => 'false 0 healthy'));
  });

  test('the production overlay knows callers by certificate, and injects none of their faults', async () => {
    const certificates = mkdtempSync(join(tmpdir(), 'prime-mesh-tls-'));
    chmodSync(certificates, 0o755); // the containers run as another user
    const script = join(root, 'tools/compose/example-certificates.sh');
    expect(await run(['sh', script, certificates])).toMatchObject({ code: 0 });
    await using closed = await prepareComposition('docker-compose.production.yml', {
      MESH_TLS_DIR: certificates,
    });
    const up = await closed.compose('up', '--detach', '--wait', 'loader');
    expect(up.code, up.stderr).toBe(0); // health checks work over TLS
    const claims = ['--baggage', 'mesh.tenant=root', '--baggage', 'mesh.fault.loader=error:1'];
    const claimed = await closed.meshctl('run', '--to', '10^6', ...claims, '--json');
    expect(claimed.json).toMatchObject({ primes: '78498', baggage: { 'mesh.tenant': 'acme' } });
    const nobody = ['-e', 'MESH_TLS_CERT=', '-e', 'MESH_TLS_KEY='];
    const refused = await closed.compose('run', '--rm', '--no-deps', '-T', ...nobody, 'demo', 'runs');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is unavailable') });
    rmSync(certificates, { recursive: true });
  });

  test('a stop is clean, and stored runs are there after the next start', async () => {
    const before = (await mesh.meshctl('runs', '--json')).json;
    const stopped = await containers();
    await mesh.compose('stop'); // the backend first, since nothing depends on it
    expect(await inspect(stopped, '{{.State.ExitCode}}')).toEqual(Array.from({ length: 5 }, () => '0'));
    await mesh.compose('rm', '--force', ...apps);
    await mesh.compose('up', '--detach', '--wait', 'loader');
    expect((await mesh.meshctl('runs', '--json')).json).toEqual(before);
  });
});
