import { ServerInterceptingCall, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';
import { withProvenTenant } from '@prime-mesh/telemetry';

/**
 * Puts the tenant that a caller has proved to be, the common name of its TLS client certificate, in the place of the
 * one its baggage claims, before anything reads that. A certificate without one common name proves no tenant, and its
 * caller has none. For the edge: inside the mesh certificates name services. Without client certificates, claims are
 * all there is.
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
