import { ServerInterceptingCall, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';
import { withProvenTenant } from '@prime-mesh/telemetry';

/**
 * Replaces the tenant that the baggage of a call claims by the one that the caller has proved to be, before anything
 * reads it. That is the common name of its TLS client certificate. A certificate with no common name, or with several,
 * proves no tenant, and the call has none. Without client certificates, the claim stays.
 *
 * It is for the edge of the mesh: inside, certificates name services.
 */
export const provenTenant: ServerInterceptor = (_method, call) => {
  const certificate = call.getAuthContext().sslPeerCertificate;
  if (certificate === undefined) return new ServerInterceptingCall(call);
  const name: unknown = certificate.subject?.CN; // several are an array
  const tenant = typeof name === 'string' ? name : undefined;
  const prove = (metadata: Metadata): void => {
    const proven = withProvenTenant(metadata.get('baggage').map(String), tenant);
    if (proven === '') metadata.remove('baggage');
    else metadata.set('baggage', proven);
  };
  return new ServerInterceptingCall(call, {
    start: (next) =>
      next({
        onReceiveMetadata: (metadata, pass) => {
          prove(metadata);
          pass(metadata);
        },
      }),
  });
};
