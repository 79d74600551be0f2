import { constants, createPublicKey, publicEncrypt } from 'node:crypto';

/** OpenSSL takes exponents of more than 64 bits only for moduli up to 3072 bits (OPENSSL_RSA_SMALL_MODULUS_BITS). */
export const MAX_NATIVE_BITS = 3072;
/** And no RSA modulus below 512 bits. */
export const MIN_NATIVE_BITS = 512;

/**
 * 2^exponent mod n, for odd exponent < odd n of MIN_NATIVE_BITS to MAX_NATIVE_BITS bits, by OpenSSL's modular power: an RSA
 * public operation without padding is nothing else. 2.5 times as fast as BigInt at 500 digits.
 */
export function nativePowerOf2(exponent: bigint, n: bigint): bigint {
  const bytes = Math.ceil(n.toString(16).length / 2);
  const jwk = { kty: 'RSA', n: base64url(n), e: base64url(exponent) };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const two = Buffer.alloc(bytes);
  two[bytes - 1] = 2;
  const power = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, two);
  return BigInt(`0x${power.toString('hex')}`);
}

function base64url(n: bigint): string {
  const hex = n.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
