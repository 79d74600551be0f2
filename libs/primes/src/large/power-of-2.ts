import { createPrivateKey, createPublicKey } from 'node:crypto';

/** OpenSSL takes no Diffie–Hellman modulus below 512 bits, nor above 10000 (OPENSSL_DH_MAX_MODULUS_BITS). */
export const minNativeBits = 512;
/** A power of this size takes 0.12 s, and nothing can interrupt it: larger ones would hold up who cancels. */
export const maxNativeBits = 9_216;

/** OpenSSL multiplies numbers of whole units 1.7 times as fast. Below two units, filling up costs what it saves. */
const fastUnitBits = 512;

const dhKeyAgreement = Buffer.from('06092a864886f70d010301', 'hex'); // PKCS #3
const [integerTag, octetStringTag, sequenceTag] = [0x02, 0x04, 0x30];

/**
 * 2^exponent mod n, for exponent < odd n of minNativeBits to maxNativeBits bits, by OpenSSL: reading a Diffie–Hellman
 * private key with generator 2 computes its public key, which is that power. 2.5 to 4 times as fast as BigInt. The modulus
 * is a multiple of n: OpenSSL does not test it when it reads a key.
 */
export function nativePowerOf2(exponent: bigint, n: bigint): bigint {
  const parameters = der(sequenceTag, derInteger(fillUp(n)), derInteger(2n));
  const algorithm = der(sequenceTag, dhKeyAgreement, parameters);
  const pkcs8 = der(sequenceTag, derInteger(0n), algorithm, der(octetStringTag, derInteger(exponent)));
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  // sequenceTag { algorithm, BIT STRING { 0 unused bits, integerTag } }
  const outer = derContent(spki);
  const bitString = derContent(outer.subarray(algorithm.length));
  return BigInt(`0x${derContent(bitString.subarray(1)).toString('hex')}`) % n;
}

/** The largest odd multiple of n that needs no more units. */
function fillUp(n: bigint): bigint {
  const units = Math.ceil(n.toString(2).length / fastUnitBits);
  if (units <= 2) return n;
  const end = 1n << BigInt(units * fastUnitBits);
  return n * (((end - 1n) / n - 1n) | 1n);
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const short =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...short]), content]);
}

function derInteger(n: bigint): Buffer {
  const hex = n.toString(16);
  // A whole number of bytes, the sign bit clear.
  const padded =
    /^[89a-f]/.test(hex) && hex.length % 2 === 0
      ? `00${hex}`
      : hex.padStart(hex.length + (hex.length % 2), '0');
  return der(integerTag, Buffer.from(padded, 'hex'));
}

/** What the first value of the bytes holds. */
function derContent(bytes: Buffer): Buffer {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return bytes.subarray(2, 2 + first);
  const start = 2 + (first & 0x7f);
  return bytes.subarray(start, start + bytes.readUIntBE(2, first & 0x7f));
}
