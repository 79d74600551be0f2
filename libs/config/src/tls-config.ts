import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { EnvReader } from './env-reader.ts';

const beginning = /-----BEGIN CERTIFICATE-----/;
const certificateRule = 'must be a file of certificates in PEM';

/**
 * Reads the files of TLS, the same variables for every program. Without them TLS is off. What it returns is the `Tls` of
 * the mesh, which says what each part is for.
 * @param isServer a server must have a certificate; a program that only calls needs authorities alone
 */
export function readTlsConfig(env: EnvReader, { isServer = true }: { readonly isServer?: boolean } = {}) {
  const certificates = env.file('MESH_TLS_CERT', certificateRule, readCertificates);
  const key = env.file('MESH_TLS_KEY', 'must be a file of a private key in PEM, not encrypted', (pem) => ({
    pem,
    parsed: createPrivateKey(pem),
  }));
  const authorities = env.file('MESH_TLS_CA', certificateRule, readCertificates);
  const callerAuthorities = env.file('MESH_TLS_CLIENT_CA', certificateRule, readCertificates);

  const path = (name: string): string => env.string(name, { default: '' });
  const demand = (name: string, by: string): void => {
    if (path(by) !== '' && path(name) === '') env.refuse(`${name} is required with ${by}`);
  };
  demand('MESH_TLS_KEY', 'MESH_TLS_CERT');
  demand('MESH_TLS_CERT', 'MESH_TLS_KEY');
  demand('MESH_TLS_CA', 'MESH_TLS_CERT'); // otherwise a service would call the next one in the clear
  demand('MESH_TLS_CERT', 'MESH_TLS_CLIENT_CA');
  if (isServer) demand('MESH_TLS_CERT', 'MESH_TLS_CA');

  if (certificates && key && !new X509Certificate(certificates).checkPrivateKey(key.parsed)) {
    const [keyPath, certificatePath] = ['MESH_TLS_KEY', 'MESH_TLS_CERT'].map((name) =>
      JSON.stringify(path(name)),
    );
    env.refuse(`MESH_TLS_KEY=${keyPath} must be the key of MESH_TLS_CERT=${certificatePath}`);
  }
  return (
    authorities && {
      authorities,
      ...(certificates && key && { identity: { certificates, key: key.pem } }),
      ...(callerAuthorities && { callerAuthorities }),
    }
  );
}

/** @throws {Error} if there is no certificate, or one that cannot be read */
function readCertificates(pem: Buffer): Buffer {
  const [, ...all] = pem.toString('latin1').split(beginning);
  if (all.length === 0) throw new Error('it has none');
  for (const one of all) new X509Certificate(`-----BEGIN CERTIFICATE-----${one}`);
  return pem;
}
