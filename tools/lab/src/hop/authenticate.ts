import type { Metadata, ServerInterceptor } from '@grpc/grpc-js';
import type * as grpcJs from '@grpc/grpc-js';
import { withProvenTenant } from '@prime-mesh/telemetry';

/** Header in place of what an edge learns about its caller from a certificate or a token. */
export const authenticatedHeader = 'lab-authenticated';

/** Replaces the tenant that a caller claims by the authenticated one, before anything reads the headers. */
export function authenticate({
  ServerInterceptingCall,
}: Pick<typeof grpcJs, 'ServerInterceptingCall'>): ServerInterceptor {
  const overwrite = (metadata: Metadata): void => {
    const [tenant] = metadata.get(authenticatedHeader).map(String);
    if (tenant === undefined) return;
    metadata.set('baggage', withProvenTenant(metadata.get('baggage').map(String), tenant));
  };
  return (_method, call) =>
    new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            overwrite(metadata);
            pass(metadata);
          },
        }),
    });
}
