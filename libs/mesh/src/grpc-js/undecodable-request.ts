import type { ServiceDefinition } from '@grpc/grpc-js';
import { invalidArgument, type MeshError } from '../wire/mesh-error.ts';

/** Stands in for a request that cannot be decoded. */
class UndecodableRequest {
  readonly error: MeshError;

  constructor(error: MeshError) {
    this.error = error;
  }
}

/**
 * Makes a service whose undecodable requests reach the handlers, so that they are answered, traced and counted like
 * other bad requests. It needs no internals.
 *
 * Upstream: grpc-js by itself answers INTERNAL with no reason, and no handler, span or log hears of it.
 *
 * It can go when grpc-js answers INVALID_ARGUMENT with the reason, and where instrumentation-grpc sees it.
 * @see https://github.com/grpc/grpc-node/pull/997 asks for a log of the reason
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/server-interceptors.ts#L794
 */
export function deliverUndecodable(definition: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
    const requestDeserialize = (bytes: Buffer): unknown => {
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const size = `${bytes.length} bytes`;
        return new UndecodableRequest(
          invalidArgument(`request of ${size} to ${method.path.slice(1)} cannot be decoded: ${reason}`),
        );
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods);
}

/** @throws {MeshError} if `request` could not be decoded */
export function assertDecoded(request: unknown): void {
  if (request instanceof UndecodableRequest) throw request.error;
}
