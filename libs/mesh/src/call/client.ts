import { Metadata, type ServiceDefinition } from '@grpc/grpc-js';
import { clientOptions } from '../wire/channel-options.ts';
import { downstreamError } from './downstream-error.ts';
import { RenewedClient } from '../grpc-js/renewed-client.ts';
import { clientMetrics } from '../wire/rpc-metrics.ts';
import {
  methodOf,
  serviceNameOf,
  type MethodName,
  type RequestInput,
  type Response,
} from '../wire/service-types.ts';
import { channelCredentials, type Tls } from '../wire/tls.ts';
import '../grpc-js/stream-decoder.ts';

export interface ClientOptions {
  /** Longest time one call may take, retries included, ms. */
  readonly deadlineMs: number;
  /** Absent: the service is called in the clear, whoever it is. */
  readonly tls?: Tls | undefined;
}

/** What a call has to respect; the `CallScope` of a handler is one. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** When the caller stops waiting, ms since the epoch. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Calls one service, over as many replicas as its address resolves to. A failed call rejects with a `MeshError` that
 * names the service, an aborted one with the reason of its signal. Disposing of it lets calls under way end.
 */
export interface MeshClient<D extends ServiceDefinition> extends AsyncDisposable {
  unary<M extends MethodName<D>>(
    method: M,
    request: RequestInput<D, M>,
    options?: CallOptions,
  ): Promise<Response<D, M>>;
  /** Calls when the first message is asked for, reads no faster than it is asked, and cancels when returned early. */
  stream<M extends MethodName<D>>(
    method: M,
    request: RequestInput<D, M>,
    options?: CallOptions,
  ): AsyncGenerator<Response<D, M>, void>;
}

/** Makes a client of `definition` at `address`; it connects with the first call, and finds replicas that come later. */
export function createClient<D extends ServiceDefinition>(
  definition: D,
  address: string,
  { deadlineMs: budgetMs, tls }: ClientOptions,
): MeshClient<D> {
  const downstream = { service: serviceNameOf(definition), address };
  const interceptors = [clientMetrics(address)];
  const client = new RenewedClient(address, channelCredentials(tls), { ...clientOptions, interceptors });
  const deadlineOf = ({ deadlineMs = Infinity }: CallOptions): number =>
    Math.min(deadlineMs, Date.now() + budgetMs);

  return {
    async unary<M extends MethodName<D>>(method: M, request: RequestInput<D, M>, options: CallOptions = {}) {
      options.signal?.throwIfAborted();
      const { path, requestSerialize, responseDeserialize } = methodOf(definition, method);
      const { promise, resolve, reject } = Promise.withResolvers<Response<D, M>>();
      const call = client.current.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(), // never a shared one: the instrumentation leaves the baggage of a call in it
        { deadline: deadlineOf(options) },
        (error, response) => (response === undefined ? reject(error) : resolve(response)),
      );
      const cancel = (): void => call.cancel();
      options.signal?.addEventListener('abort', cancel);
      try {
        return await promise;
      } catch (error) {
        options.signal?.throwIfAborted();
        throw downstreamError(error, downstream);
      } finally {
        options.signal?.removeEventListener('abort', cancel);
      }
    },

    async *stream<M extends MethodName<D>>(
      method: M,
      request: RequestInput<D, M>,
      options: CallOptions = {},
    ) {
      options.signal?.throwIfAborted();
      const { path, requestSerialize, responseDeserialize } = methodOf(definition, method);
      const call = client.current.makeServerStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        new Metadata(),
        { deadline: deadlineOf(options) },
      );
      const cancel = (): void => call.cancel();
      options.signal?.addEventListener('abort', cancel);
      try {
        for await (const message of call) yield message;
      } catch (error) {
        options.signal?.throwIfAborted();
        throw downstreamError(error, downstream);
      } finally {
        options.signal?.removeEventListener('abort', cancel);
        cancel();
      }
    },

    async [Symbol.asyncDispose]() {
      client.close();
    },
  };
}
