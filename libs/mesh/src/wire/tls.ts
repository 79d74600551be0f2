import { credentials, ServerCredentials, type ChannelCredentials } from '@grpc/grpc-js';

/** What this process proves to others, and what others have to prove to it. All in PEM. */
export interface Tls {
  /** The authorities that sign for the servers that are called. */
  readonly authorities: Buffer;
  /** Who this process is: to its callers, and to servers that ask for a certificate. */
  readonly identity?: { readonly certificates: Buffer; readonly key: Buffer };
  /** The authorities that sign for callers. Absent: no caller is asked for a certificate. */
  readonly callerAuthorities?: Buffer;
}

/** Makes the credentials of a server, which speaks in the clear without TLS. */
export function serverCredentials(tls: Tls | undefined): ServerCredentials {
  if (tls?.identity === undefined) return ServerCredentials.createInsecure();
  const { identity, callerAuthorities = null } = tls;
  const pair = { private_key: identity.key, cert_chain: identity.certificates };
  return ServerCredentials.createSsl(callerAuthorities, [pair], callerAuthorities !== null);
}

/** Makes the credentials of a client. It checks that the server's certificate has the name that it calls. */
export function channelCredentials(tls: Tls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  const { authorities, identity } = tls;
  return credentials.createSsl(authorities, identity?.key, identity?.certificates);
}
