import { root, run } from '@prime-mesh/harness';
import { services as apps } from '@prime-mesh/telemetry/names';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly deploy: {
    readonly resources: { readonly limits: { readonly cpus?: string; readonly memory: string } };
  };
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

/** A variable in a compose file, with its default; `fallback` is undefined if it has none. */
interface Variable {
  readonly name: string;
  readonly fallback: string | undefined;
}

/** `:-` gives the text for a variable that is not set, `:+` for one that is. */
const variable = /\$\{(\w+)(?::([-+])([^}]*))?\}/g;

/** The text of a file of the project. */
function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Every use of a variable in `text`. */
function variablesOf(text: string): Variable[] {
  const found = [...text.matchAll(variable)].filter(([, , sign]) => sign !== '+');
  return found.map(([, name = '', , fallback]) => ({ name, fallback }));
}

/** The services of a compose file when no variable is set. */
function servicesOf(text: string): Readonly<Record<string, ComposeService>> {
  const filled = text.replaceAll(variable, (_, _name, sign?: string, text = '') =>
    sign === '+' ? '' : text,
  );
  const file = parse(filled, { merge: true, logLevel: 'error' }) as {
    services: Record<string, ComposeService>;
  };
  return file.services;
}

const text = read('docker-compose.yml');
const embedded = read('tools/compose/embedded-backend.yml');
const production = read('docker-compose.production.yml');
const services = servicesOf(text);
const service = (name: string) => {
  const found = services[name];
  if (!found) throw new Error(`no service ${name} in docker-compose.yml`);
  return found;
};

const jobs = ['demo', 'traffic'] as const;
const ours = [...apps, ...jobs] as const;
const directoryOf = (name: (typeof ours)[number]): string =>
  apps.some((app) => app === name) ? `apps/${name}` : 'tools/meshctl';

/** Names of the variables that one of our programs reads, in its own config or in a shared part of it. */
function readBy(directory: string): string[] {
  const own = globSync(`${directory}/src/{config.ts,config/*.ts}`, { cwd: root }).map(read).join('\n');
  const shared = ['Baggage', 'Tls'].filter((part) => own.includes(`read${part}Config(env`));
  const texts = [own, ...shared.map((part) => read(`libs/config/src/${part.toLowerCase()}-config.ts`))];
  const named = [...texts.join('\n').matchAll(/\b(?:env\.\w+|port|place)\(\s*'([A-Z_]+)'/g)];
  const ofEach = [...read('libs/config/src/run-with-config.ts').matchAll(/process\.env\['([A-Z_]+)'\]/g)];
  const called = [...own.matchAll(/\breadServiceAddress\(env, '([A-Z]+)'/g)].flatMap(([, prefix]) =>
    ['ADDRESS', 'HOST', 'PORT'].map((part) => `${prefix}_${part}`),
  );
  return [...[...named, ...ofEach].map(([, name = '']) => name), ...called];
}

/** Whether the telemetry set-up knows an OTEL_ variable. */
function isTelemetryVariable(name: string): boolean {
  const environment = read('libs/telemetry/src/sdk/environment/variables.ts');
  return new RegExp(`\\b${name.replace(/^OTEL_EXPORTER_OTLP_/, '')}:`).test(environment);
}

/** The port a service listens on unless told otherwise. */
function defaultPort(name: string): string {
  const pattern = new RegExp(`'${name.toUpperCase()}_PORT', \\{ default: ([\\d_]+)`);
  return (pattern.exec(read(`apps/${name}/src/config.ts`))?.[1] ?? '').replaceAll('_', '');
}

test('the services are those of the mesh, two jobs and a backend', () => {
  expect(Object.keys(services).toSorted()).toEqual([...ours, 'otel-lgtm'].toSorted());
});

test('no .env is needed: every variable has exactly one default', () => {
  const variables = [text, embedded, production].flatMap(variablesOf);
  expect(variables.length).toBeGreaterThan(20);
  expect(variables.filter(({ fallback }) => !fallback)).toEqual([]);
  const defaults = new Map(variablesOf(text).map(({ name, fallback }) => [name, fallback]));
  expect(variablesOf(text).filter(({ name, fallback }) => defaults.get(name) !== fallback)).toEqual([]);
  expect(variablesOf(embedded).filter(({ name }) => !defaults.has(name))).toEqual([]);
});

test('.env.example lists every variable with its default', () => {
  const listed = [...read('.env.example').matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  const defaults = new Map(variablesOf(text).map(({ name, fallback }) => [name, fallback]));
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(defaults));
});

test('docs/compose.md names only variables that exist', () => {
  const known = new Set([
    ...[text, production].flatMap(variablesOf).map(({ name }) => name),
    ...[...read('Dockerfile').matchAll(/^ARG (\w+)/gm)].map(([, name = '']) => name),
    'COMPOSE_FILE',
    'PRIME_MESH_DOCKER_TESTS',
  ]);
  const named = [...read('docs/compose.md').matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([name]) => name);
  const perApp = ours.flatMap((name) => readBy(directoryOf(name)));
  expect(named.length).toBeGreaterThan(10);
  expect(
    named.filter((name) => !known.has(name) && !perApp.includes(name) && !/^SQLITE_|^EADDR/.test(name)),
  ).toEqual([]);
});

test.each(ours)('%s is given only variables that it reads', (name) => {
  const more = servicesOf(production)[name]?.environment;
  const given = Object.keys({ ...service(name).environment, ...more });
  const known = readBy(directoryOf(name));
  expect(known.length).toBeGreaterThan(3);
  expect(given.length).toBeGreaterThan(3);
  const unread = given.filter((each) =>
    each.startsWith('OTEL_') ? !isTelemetryVariable(each) : !known.includes(each),
  );
  expect(unread).toEqual([]);
});

test.each(apps)('%s listens for its neighbors, and its health check asks its own port', (name) => {
  const { environment, healthcheck } = service(name);
  expect(environment[`${name.toUpperCase()}_HOST`]).toBe('0.0.0.0');
  expect(environment[`${name.toUpperCase()}_PORT`]).toBeUndefined();
  expect(healthcheck?.test).toEqual(['CMD', 'node', '/mesh/healthcheck.mjs', defaultPort(name)]);
});

test.each([
  ['transformer', 'extractor'],
  ['loader', 'transformer'],
  ['demo', 'loader'],
  ['traffic', 'loader'],
])('%s waits for %s to be healthy and finds all its replicas by name', (caller, called) => {
  expect(service(caller).depends_on).toMatchObject({ [called]: { condition: 'service_healthy' } });
  const address = service(caller).environment[`${called.toUpperCase()}_ADDRESS`];
  expect(address).toBe(`dns:///${called}:${defaultPort(called)}`);
});

test('only the jobs wait for the backend: services start without one', () => {
  const waiting = Object.keys(services).filter((name) => service(name).depends_on?.['otel-lgtm']);
  expect(waiting).toEqual([...jobs]);
  for (const job of jobs)
    expect(service(job).depends_on?.['otel-lgtm']).toEqual({ condition: 'service_healthy' });
});

test('traffic runs only when asked for', () => {
  expect(ours.filter((name) => service(name).profiles)).toEqual(['traffic']);
});

test('the demo reads from where Grafana reads, and leads to where Grafana is published', () => {
  const sources = parse(read('tools/grafana/otel-lgtm/grafana-datasources.yaml')) as {
    datasources: { uid: string; url: string }[];
  };
  const urlOf = (uid: string) => sources.datasources.find((source) => source.uid === uid)?.url;
  const { environment } = service('demo');
  for (const uid of ['tempo', 'loki', 'prometheus']) {
    expect(environment[`MESHCTL_${uid.toUpperCase()}`]).toBe(urlOf(uid)?.replace('localhost', 'otel-lgtm'));
  }
  const grafana = new URL(environment['MESHCTL_GRAFANA'] ?? '');
  expect(service('otel-lgtm').ports).toContain(`127.0.0.1:${grafana.port}:3000`);
});

test('services that may be scaled publish no port', () => {
  expect([service('extractor').ports, service('transformer').ports]).toEqual([undefined, undefined]);
  expect(service('loader').ports).toEqual([`127.0.0.1:${defaultPort('loader')}:${defaultPort('loader')}`]);
});

test('every port is published once, to this machine only, under the number it has inside', () => {
  const ports = Object.values(services).flatMap((each) => each.ports ?? []);
  expect(ports.length).toBeGreaterThan(5);
  expect(ports.filter((port) => !/^127\.0\.0\.1:(\d+):\1$/.test(port))).toEqual([]);
  expect(new Set(ports).size).toBe(ports.length);
});

test.each(ours)(
  '%s receives every signal, writes only to its volumes, gains no rights and has limits',
  (name) => {
    expect(service(name)).toMatchObject({
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      deploy: { resources: { limits: { cpus: '1', memory: expect.stringMatching(/^\d+m$/) } } },
    });
  },
);

test.each(ours)('the image of %s is built from its package', (name) => {
  const { image, build } = service(name);
  const directory = directoryOf(name);
  expect(image).toBe(`prime-mesh/${directory.split('/')[1]}:latest`);
  expect(build?.args['APP']).toBe(directory);
});

test('every tool in the image of the demo is sent to the builder', () => {
  const sent = [...read('.dockerignore').matchAll(/^!(tools\/\w+)$/gm)].map(
    ([, directory = '']) => directory,
  );
  const manifest = JSON.parse(read(`${directoryOf('demo')}/package.json`)) as { dependencies: object };
  const tools = Object.keys(manifest.dependencies)
    .map((name) => name.replace('@prime-mesh/', 'tools/'))
    .filter((directory) => existsSync(join(root, directory)));
  expect(tools).toContain('tools/backends');
  // It starts services from their sources, which no image has beside it.
  const local = ['tools/lab'];
  expect(tools.filter((directory) => !sent.includes(directory))).toEqual(local);
});

test('the backend is pinned to a version', () => {
  expect(service('otel-lgtm').image).toMatch(/^grafana\/otel-lgtm:\d+\.\d+\.\d+$/);
});

test('the backend has none of the variables of the services: it would forward everything to itself', () => {
  expect(Object.keys(service('otel-lgtm').environment).filter((name) => name.startsWith('OTEL_'))).toEqual(
    [],
  );
});

test('what is mounted into the backend exists and is read-only', () => {
  const mounts = (service('otel-lgtm').volumes ?? []).filter((mount) => mount.startsWith('.'));
  expect(mounts.length).toBeGreaterThan(4);
  expect(mounts.filter((mount) => !mount.endsWith(':ro'))).toEqual([]);
  expect(mounts.filter((mount) => !existsSync(join(root, mount.split(':')[0] ?? '')))).toEqual([]);
});

test('the home dashboard is one of those mounted', () => {
  const home = service('otel-lgtm').environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH'] ?? '';
  const mount =
    (service('otel-lgtm').volumes ?? []).find((each) => home.startsWith(each.split(':')[1] ?? '-')) ?? '';
  const [from = '', to = ''] = mount.split(':');
  expect(existsSync(join(root, home.replace(to, from)))).toBe(true);
});

/** What a program is started with: its arguments, and what `names` are in its environment. */
async function startedWith(
  command: string,
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const bin = mkdtempSync(join(tmpdir(), 'prime-mesh-start-'));
  try {
    const report = names.map((name) => `printf '${name}=%s\\n' "$${name}"`).join('\n');
    writeFileSync(join(bin, 'node'), `#!/bin/sh\nprintf '%s\\n' "$@"\n${report}\n`, { mode: 0o755 });
    const absent = Object.fromEntries(names.map((name) => [name, undefined]));
    const started = await run(['sh', '-c', command], {
      env: { ...absent, ...env, PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(started).toMatchObject({ code: 0, stderr: '' });
    return started.stdout;
  } finally {
    rmSync(bin, { recursive: true });
  }
}

/** The script by which the image of a package starts, as the Dockerfile writes it. */
async function imageStart(directory: string): Promise<string> {
  const program = /^RUN node --print '([^']+)' > \/sources\/mesh\/start/m.exec(read('Dockerfile'))?.[1] ?? '';
  const script = program.replaceAll('\\\n', '').replace('/mesh/', `${root}/`);
  return (await run(['node', '--print', script], { env: { APP: directory } })).stdout;
}

test.each(apps)(
  'the image runs %s with the command and the environment of its serve target',
  async (name) => {
    const { nx } = JSON.parse(read(`apps/${name}/package.json`)) as {
      nx: { targets: { serve: { command: string; options: { env: Record<string, string> } } } };
    };
    const { command, options } = nx.targets.serve;
    const names = Object.keys(options.env);
    expect(names).toContain('OTEL_SERVICE_NAME');
    const served = await startedWith(command, names, options.env);
    const image = await imageStart(`apps/${name}`);
    expect(await startedWith(image, names, {})).toBe(served);
    const own = await startedWith(image, names, { MALLOC_ARENA_MAX: '7' });
    expect(own).toContain('MALLOC_ARENA_MAX=7');
  },
);

test('the image runs a program without a serve target unchanged, with its arguments', async () => {
  expect(await imageStart('tools/meshctl')).toBe('#!/bin/sh\nexec node tools/meshctl/src/main.ts "$@"\n');
});

test('the image starts by that script, and not as root', () => {
  const stage = read('Dockerfile')
    .split(/^FROM /m)
    .at(-1);
  expect(stage).toMatch(/^ENTRYPOINT \["\/mesh\/start"\]$/m);
  expect(stage).toMatch(/^WORKDIR \/mesh$/m);
  expect(stage).toMatch(/^USER node$/m);
  expect(stage).not.toMatch(/MALLOC/);
});

test('the last stage copies what changes least first, and its labels name the version', () => {
  const [stage = ''] = read('Dockerfile')
    .split(/^FROM /m)
    .slice(-1);
  const copied = [...stage.matchAll(/^COPY --from=(\w+) .*$/gm)].map(([, from]) => from);
  expect(copied).toEqual(['dependencies', 'dependencies', 'sources']);
  expect(stage).toMatch(/^\$\{RUNTIME_IMAGE\}$/m);
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(stage).toContain(`ARG VERSION=${version}\n`);
});
