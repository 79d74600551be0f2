import { ServerInterceptingCall, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';
import { withProvenTenant } from '@prime-mesh/telemetry';

/**
 * Puts the tenant that a caller has proved to be, the common name of its TLS client certificate, in the place of the
 * one its baggage claims, before anything reads that. For the edge: inside the mesh certificates name services. Without
 * client certificates, claims are all there is.
 */
export const provenTenant: ServerInterceptor = (_method, call) => {
  const tenant = call.getAuthContext().sslPeerCertificate?.subject.CN;
  if (typeof tenant !== 'string' || tenant === '') return new ServerInterceptingCall(call);
  const prove = (metadata: Metadata): void => {
    const claimed = metadata.get('baggage').map(String);
    metadata.set('baggage', withProvenTenant(claimed, tenant));
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
