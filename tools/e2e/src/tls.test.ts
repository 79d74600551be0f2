import { metricSeries, traceLogs, traceSpans } from '@prime-mesh/backends/embedded';
import { type Ended, type Mesh, meshctl, run, startMesh } from '@prime-mesh/harness';
import { services, type Service } from '@prime-mesh/telemetry/names';
import { createCertificateAuthority, type Identity } from '@prime-mesh/mesh/testing/certificate-authority';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Services report every second. */
const poll = { timeout: 10_000 };
const request = ['run', '--to', '10^6', '--json'];

const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-tls-'));
const write = (name: string, content: Buffer): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

// Two authorities: a certificate of a customer gives access to the edge, and to no service behind it.
const ours = createCertificateAuthority('mesh');
const customers = createCertificateAuthority('customers');
const [meshCa, callersOfEdge] = [
  write('mesh.pem', ours.certificate),
  write('callers.pem', Buffer.concat([customers.certificate, ours.certificate])), // ours for the health check
];
const identify = (name: string, { certificates, key }: Identity) => ({
  MESH_TLS_CERT: write(`${name}.pem`, certificates),
  MESH_TLS_KEY: write(`${name}-key.pem`, key),
});
const identityOf = (service: Service) => identify(service, ours.issue({ names: [service] }));
const acme = identify('acme', customers.issue({ names: ['acme'] }));
const nameless = identify('nameless', customers.issue({ names: [] }));

let mesh: Mesh;
beforeAll(async () => {
  mesh = await startMesh({
    all: { MESH_TLS_CA: meshCa },
    extractor: { ...identityOf('extractor'), MESH_TLS_CLIENT_CA: meshCa },
    transformer: { ...identityOf('transformer'), MESH_TLS_CLIENT_CA: meshCa },
    loader: { ...identityOf('loader'), MESH_TLS_CLIENT_CA: callersOfEdge },
  });
});
afterAll(async () => {
  await mesh[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

const as = async (who: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> =>
  meshctl(args, { ...mesh.env, ...who });

/** Entries of baggage that a service has dropped as forged. */
async function forged(service: Service): Promise<number> {
  const all = await metricSeries(mesh.backend.url, 'mesh.baggage.dropped');
  const found = all.filter((one) => one.service === service && one.attributes['reason'] === 'forged');
  return found.reduce((total, { points }) => total + (points.at(-1)?.value ?? 0), 0);
}

/** The tenants on the spans and logs of a trace, by service. */
async function tenantsOf(traceId: string): Promise<Record<string, unknown[]>> {
  const records = [
    ...(await traceSpans(mesh.backend.url, traceId)),
    ...(await traceLogs(mesh.backend.url, traceId)),
  ];
  const byService = services.map((service) => {
    const own = records.filter((record) => record.service === service);
    return [service, [...new Set(own.map(({ attributes }) => attributes['mesh.tenant']))]];
  });
  return Object.fromEntries(byService) as Record<string, unknown[]>;
}

test.each(services)('the health check of %s, in its environment, says SERVING', async (service) => {
  const port = mesh.env[`${service.toUpperCase()}_PORT`] ?? '';
  const script = fileURLToPath(new URL('../../../libs/mesh/bin/healthcheck.ts', import.meta.url));
  const { stdout } = await run(['node', script, port], { env: identityOf(service) });
  expect(stdout).toBe('SERVING\n');
});

test('a caller that claims another tenant is recorded under that of its certificate', async () => {
  const { code, json, stderr } = await as(acme, ...request, '--baggage', 'mesh.tenant=root');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('baggage mesh.tenant was recorded as acme, not as root');
  expect(json).toMatchObject({ primes: '78498', verified: true, baggage: { 'mesh.tenant': 'acme' } });
  await expect
    .poll(async () => tenantsOf(String(json['trace_id'])), poll)
    .toEqual({ extractor: ['acme'], transformer: ['acme'], loader: ['acme'] });
  for (const service of services) {
    const tenants = async (): Promise<unknown[]> => {
      const cpu = await metricSeries(mesh.backend.url, 'mesh.cpu.time');
      return cpu.flatMap((one) => (one.service === service ? [one.attributes['mesh.tenant']] : []));
    };
    await expect.poll(tenants, poll).toContain('acme');
    expect(await tenants()).not.toContain('root');
  }
});

test('the forgery is counted and logged at the edge, without what was claimed', async () => {
  await expect.poll(async () => forged('loader'), poll).toBe(1);
  const lines = mesh.loader.output().split('\n');
  const told = lines.filter((line) => line.includes('"baggage.dropped"') && line.includes('"forged"'));
  expect(told).toHaveLength(1);
  expect(told[0]).not.toContain('root');
  expect([await forged('transformer'), await forged('extractor')]).toEqual([0, 0]);
});

test('a caller that claims nothing, or the truth, has the tenant of its certificate and forges nothing', async () => {
  const before = await forged('loader');
  const silent = await as(acme, ...request);
  const honest = await as(acme, ...request, '--baggage', 'mesh.tenant=acme', '--baggage', 'mesh.tier=gold');
  expect(silent.json).toMatchObject({ baggage: { 'mesh.tenant': 'acme' } });
  expect(honest.json).toMatchObject({ baggage: { 'mesh.tenant': 'acme', 'mesh.tier': 'gold' } });
  for (const { json } of [silent, honest]) {
    const verified = await as(acme, 'verify', String(json['run']));
    expect(verified.code, verified.stdout).toBe(0);
  }
  expect(await forged('loader')).toBe(before);
});

test('a caller whose certificate has no name is served as nobody', async () => {
  const { code, json } = await as(nameless, ...request, '--baggage', 'mesh.tenant=root');
  expect({ code, baggage: json['baggage'] }).toEqual({ code: 0, baggage: {} });
});

test('a caller without a certificate, and one that does not speak TLS, is refused', async () => {
  const stranger = await as({}, ...request);
  expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('Loader at localhost:') });
  const clear = await as({ MESH_TLS_CA: '' }, ...request);
  expect(clear).toMatchObject({ code: 1, stderr: expect.stringContaining('Loader at localhost:') });
  const reasons = async (): Promise<unknown[]> => {
    const refused = await metricSeries(mesh.backend.url, 'mesh.tls.refused');
    return refused.flatMap((one) => (one.service === 'loader' ? [one.attributes['error.type']] : []));
  };
  await expect.poll(reasons, poll).toContain('ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE');
  await expect.poll(reasons, poll).toContain('ERR_SSL_WRONG_VERSION_NUMBER');
});

test('a certificate of a customer opens no service behind the edge', async () => {
  const address = mesh.env['TRANSFORMER_ADDRESS'] ?? '';
  expect((await as({ ...acme, LOADER_ADDRESS: address }, 'runs')).stderr).toMatch(
    /unavailable|does not answer/,
  );
  const service = identityOf('transformer');
  const { stderr } = await as({ ...service, LOADER_ADDRESS: address }, 'runs');
  expect(stderr).toMatch(/does not implement/); // so it was TLS that refused the customer
});
