import type { Metadata, ServerInterceptor } from '@grpc/grpc-js';
import type * as grpcJs from '@grpc/grpc-js';
import { withProvenTenant } from '@prime-mesh/telemetry';

/** Header that stands for what an edge knows of its caller from a certificate or a token. */
export const authenticatedHeader = 'lab-authenticated';

/** Puts the tenant of an authenticated caller in the place of the one it claims, before anything reads the headers. */
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
