import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

// As much of X.509 in DER as TLS needs. @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1

/** A key and its certificate, in PEM. */
export interface Identity {
  readonly certificates: Buffer;
  readonly key: Buffer;
}

interface Subject {
  /** Common names. None or several are rare, and allowed. */
  readonly names: readonly string[];
  readonly hosts?: readonly string[];
  /** When the certificate expires. */
  readonly until?: Date;
}

/** Signs certificates that nobody outside a test trusts. */
export interface CertificateAuthority {
  /** Its own certificate, in PEM. */
  readonly certificate: Buffer;
  /** Issues a certificate for a client by name, or for a server on this machine. */
  readonly issue: (subject: Subject) => Identity;
}

const tlv = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = Buffer.alloc(3);
  length.writeUIntBE(content.length, 0, 3);
  const head = content.length < 0x80 ? [tag, content.length] : [tag, 0x83, ...length];
  return Buffer.concat([Buffer.from(head), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const bits = (content: Buffer): Buffer => tlv(0x03, Buffer.of(0), content);
const time = (date: Date): Buffer =>
  tlv(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-T:]|\.\d+Z/g, '')}Z`));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const nameOf = (names: readonly string[]): Buffer =>
  sequence(...names.map((name) => tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(name))))));

const critical = tlv(0x01, Buffer.of(0xff));
const isAuthority = sequence(
  oid('551d13'),
  critical,
  tlv(0x04, sequence(tlv(0x01, Buffer.of(0xff)))), // basicConstraints, cA
);

/** subjectAltName: addresses as iPAddress, the rest as dNSName. */
const hostNames = (hosts: readonly string[]): Buffer => {
  const encoded = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? tlv(0x87, Buffer.from(host.split('.').map(Number)))
      : tlv(0x82, Buffer.from(host)),
  );
  return sequence(oid('551d11'), tlv(0x04, sequence(...encoded)));
};

const pem = (der: Buffer): Buffer =>
  Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  );

const hourMs = 3_600_000;

/** Makes an authority with a key of its own. */
export function createCertificateAuthority(name: string): CertificateAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certify = ({ names, until }: Subject, key: KeyObject, extensions: readonly Buffer[]): Buffer => {
    const end = until ?? new Date(Date.now() + hourMs);
    const certificate = sequence(
      tlv(0xa0, tlv(0x02, Buffer.of(2))), // version 3
      tlv(0x02, Buffer.of(1), randomBytes(8)), // serial number, positive
      ecdsaWithSha256,
      nameOf([name]),
      sequence(time(new Date(end.getTime() - 2 * hourMs)), time(end)),
      nameOf(names),
      key.export({ type: 'spki', format: 'der' }),
      tlv(0xa3, sequence(...extensions)),
    );
    return pem(sequence(certificate, ecdsaWithSha256, bits(sign('sha256', certificate, own.privateKey))));
  };
  return {
    certificate: certify({ names: [name] }, own.publicKey, [isAuthority]),
    issue: (subject) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        certificates: certify(subject, publicKey, [hostNames(subject.hosts ?? ['localhost', '127.0.0.1'])]),
        key: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      };
    },
  };
}
