import { isInstalled, root, run } from '@prime-mesh/harness';
import { services as apps } from '@prime-mesh/telemetry/names';
import { expect, test } from 'vitest';

/** The services that Compose would start. */
type ComposedServices = Readonly<
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

/** The services that Compose makes of `files` with `env` and without `.env`; undefined if Compose is not installed. */
async function composed(
  files: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ComposedServices | undefined> {
  if (!hasCompose) return undefined;
  const command = ['docker', 'compose', '--env-file', '/dev/null', ...files.flatMap((file) => ['-f', file])];
  const ended = await run([...command, 'config', '--format', 'json'], { cwd: root, env });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return (JSON.parse(ended.stdout) as { services: ComposedServices }).services;
}

const hasCompose = isInstalled('docker') && (await run(['docker', 'compose', 'version'])).code === 0;
const production = ['docker-compose.yml', 'docker-compose.production.yml'];
const certificates = { MESH_TLS_DIR: '/srv/tls' };

const plain = await composed(production, {});
const secured = await composed(production, certificates);
const withJobs = await composed(production, { ...certificates, COMPOSE_PROFILES: 'demo,traffic' });
const lab = await composed(['docker-compose.yml'], {});
if (!plain) process.stderr.write('tests of the production overlay are left out: no docker compose\n');

test.skipIf(!plain).each(apps)(
  'in production, baggage does not control %s unless that is switched on',
  async (name) => {
    expect(plain?.[name]?.environment).toMatchObject({
      FAULTS_ENABLED: 'false',
      DEBUG_ENABLED: 'false',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production',
    });
    expect(lab?.[name]?.environment).toMatchObject({ FAULTS_ENABLED: 'true', DEBUG_ENABLED: 'true' });
    const asked = await composed(production, { FAULTS_ENABLED: 'true' });
    expect(asked?.[name]?.environment).toMatchObject({ FAULTS_ENABLED: 'true', DEBUG_ENABLED: 'false' });
  },
);

test.skipIf(!plain)('in production, no job is started', () => {
  expect(Object.keys(lab ?? {})).toContain('demo');
  expect(Object.keys(plain ?? {}).toSorted()).toEqual([...apps, 'otel-lgtm'].toSorted());
});

test.skipIf(!plain)('in production, only the loader is published, and Grafana to this machine', async () => {
  const open = await composed(production, { PUBLISH_ADDRESS: '0.0.0.0' });
  const published = Object.entries(open ?? {}).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => `${name} ${port.host_ip}:${port.published}`),
  );
  expect(published.toSorted()).toEqual(['loader 0.0.0.0:50053', 'otel-lgtm 127.0.0.1:3000']);
});

test.skipIf(!plain).each([...apps, 'demo', 'traffic'] as const)(
  '%s has TLS if there are files, each service its own',
  (name) => {
    const files = {
      MESH_TLS_CERT: '/tls/cert.pem',
      MESH_TLS_KEY: '/tls/key.pem',
      MESH_TLS_CA: '/tls/ca.pem',
    };
    const isJob = name === 'demo' || name === 'traffic';
    const callers = isJob ? {} : { MESH_TLS_CLIENT_CA: '/tls/client-ca.pem' };
    const { environment = {}, volumes } = withJobs?.[name] ?? {};
    expect(environment).toMatchObject({ ...files, ...callers });
    expect(volumes?.filter(({ target }) => target === '/tls')).toMatchObject([
      { source: `/srv/tls/${isJob ? 'meshctl' : name}`, read_only: true },
    ]);
  },
);

test.skipIf(!plain).each(apps)('without files, TLS of %s is off', (name) => {
  const { environment = {}, volumes } = plain?.[name] ?? {};
  const tls = Object.entries(environment).filter(([variable]) => variable.startsWith('MESH_TLS_'));
  expect(tls).toHaveLength(4);
  expect(tls.filter(([, value]) => value !== '')).toEqual([]);
  expect(volumes?.find(({ target }) => target === '/tls')?.source).toBe('/dev/null');
  expect(secured?.[name]?.environment['MESH_TLS_CERT']).not.toBe('');
});
