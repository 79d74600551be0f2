import { credentials, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';

/** What this process proves to others, and what others have to prove to it; all in PEM. */
export interface Tls {
  /** Sign for the servers that are called. */
  readonly authorities: Buffer;
  /** Shown to callers, and to servers that ask for a certificate. */
  readonly identity?: { readonly certificates: Buffer; readonly key: Buffer };
  /** Sign for callers, who are refused without a certificate; absent: nobody is asked for one. */
  readonly callerAuthorities?: Buffer;
}

/** Credentials of a server; without TLS it speaks in the clear. */
export function serverCredentials(tls: Tls | undefined): ServerCredentials {
  if (tls?.identity === undefined) return ServerCredentials.createInsecure();
  const { identity, callerAuthorities = null } = tls;
  const pair = { private_key: identity.key, cert_chain: identity.certificates };
  return ServerCredentials.createSsl(callerAuthorities, [pair], callerAuthorities !== null);
}

/** Credentials of a client, which checks that the server's certificate has the name it was called by. */
export function channelCredentials(tls: Tls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const { authorities, identity } = tls;
  return credentials.createSsl(authorities, identity?.key, identity?.certificates);
}
