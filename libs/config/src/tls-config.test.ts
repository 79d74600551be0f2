import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { EnvReader } from './env-reader.ts';
import { readTlsConfig } from './tls-config.ts';

const directory = mkdtempSync(join(tmpdir(), 'prime-mesh-tls-'));
afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../telemetry/src/testing/tls/${name}`, import.meta.url));
const cert = fixture('server.pem');
const key = fixture('server-key.pem');
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherKey = write('other.key', privateKey.export({ type: 'pkcs8', format: 'pem' }));
const lockedKey = write(
  'locked.key',
  privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
);
const broken = write('broken.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
const bundle = write('bundle.pem', `# two\n${readFileSync(cert, 'utf8')}${readFileSync(cert, 'utf8')}`);
const halfBundle = write('half.pem', readFileSync(cert, 'utf8') + readFileSync(broken, 'utf8'));
const empty = write('empty.pem', '');

const own = { MESH_TLS_CERT: cert, MESH_TLS_KEY: key };

function read(source: Record<string, string>, isServer = true) {
  const env = new EnvReader(source);
  const tls = readTlsConfig(env, { isServer });
  env.done({});
  return tls;
}

function problems(source: Record<string, string>, isServer = true): readonly string[] {
  try {
    read(source, isServer);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('without variables, and with empty ones, TLS is off', () => {
  expect(read({})).toBeUndefined();
  expect(
    read({ MESH_TLS_CERT: '', MESH_TLS_KEY: '', MESH_TLS_CA: '', MESH_TLS_CLIENT_CA: '' }),
  ).toBeUndefined();
});

test('files are read, bundles of several certificates as well', () => {
  expect(read({ ...own, MESH_TLS_CA: bundle, MESH_TLS_CLIENT_CA: cert })).toEqual({
    authorities: readFileSync(bundle),
    identity: { certificates: readFileSync(cert), key: readFileSync(key) },
    callerAuthorities: readFileSync(cert),
  });
});

test('a program that only calls needs no certificate, a service does', () => {
  expect(read({ MESH_TLS_CA: cert }, false)).toEqual({ authorities: readFileSync(cert) });
  expect(problems({ MESH_TLS_CA: cert })).toEqual(['MESH_TLS_CERT is required with MESH_TLS_CA']);
});

test.each<[string, Record<string, string>, RegExp[]]>([
  [
    'a certificate without key',
    { MESH_TLS_CERT: cert, MESH_TLS_CA: cert },
    [/^MESH_TLS_KEY is required with MESH_TLS_CERT$/],
  ],
  ['a key without certificate', { MESH_TLS_KEY: key }, [/^MESH_TLS_CERT is required with MESH_TLS_KEY$/]],
  ['no authorities', own, [/^MESH_TLS_CA is required with MESH_TLS_CERT$/]],
  [
    'authorities of callers alone',
    { MESH_TLS_CLIENT_CA: cert },
    [/^MESH_TLS_CERT is required with MESH_TLS_CLIENT_CA$/],
  ],
  [
    'files that are not there',
    { ...own, MESH_TLS_KEY: '/no/key', MESH_TLS_CA: '/no/ca' },
    [
      /^MESH_TLS_KEY="\/no\/key" must be a file of a private key .*: ENOENT/,
      /^MESH_TLS_CA="\/no\/ca" must be .*: ENOENT/,
    ],
  ],
  [
    'a directory',
    { ...own, MESH_TLS_CA: directory },
    [/^MESH_TLS_CA=".*" must be a file of certificates in PEM: EISDIR/],
  ],
  ['an empty file', { ...own, MESH_TLS_CA: empty }, [/must be a file of certificates in PEM: it has none$/]],
  ['a certificate that is none', { ...own, MESH_TLS_CA: broken }, [/^MESH_TLS_CA=".*broken.pem" must be/]],
  [
    'a bundle whose second one is none',
    { ...own, MESH_TLS_CA: halfBundle },
    [/^MESH_TLS_CA=".*half.pem" must be/],
  ],
  [
    'a key in the place of a certificate',
    { ...own, MESH_TLS_CA: cert, MESH_TLS_CERT: key },
    [/^MESH_TLS_CERT=".*server-key.pem" must be/],
  ],
  [
    'a certificate in the place of a key',
    { ...own, MESH_TLS_CA: cert, MESH_TLS_KEY: cert },
    [/^MESH_TLS_KEY=".*server.pem" must be/],
  ],
  [
    'an encrypted key',
    { ...own, MESH_TLS_CA: cert, MESH_TLS_KEY: lockedKey },
    [/^MESH_TLS_KEY=".*locked.key" must be .* not encrypted/],
  ],
  [
    'the key of another certificate',
    { ...own, MESH_TLS_CA: cert, MESH_TLS_KEY: otherKey },
    [/^MESH_TLS_KEY=".*other.key" must be the key of MESH_TLS_CERT=".*server.pem"$/],
  ],
])('%s is refused with variable and value', (_, source, expected) => {
  expect(problems(source)).toEqual(expected.map((one) => expect.stringMatching(one)));
});
