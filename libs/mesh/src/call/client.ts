import { Metadata, type ServiceDefinition } from '@grpc/grpc-js';
import { applyWorkArounds } from '../grpc-js/apply-work-arounds.ts';
import { RenewedClient } from '../grpc-js/renewed-client.ts';
import { clientOptions } from '../wire/channel-options.ts';
import {
  methodOf,
  serviceNameOf,
  type MethodName,
  type RequestInput,
  type Response,
} from '../wire/service-types.ts';
import { channelCredentials, type Tls } from '../wire/tls.ts';
import { clientMetrics } from './client-metrics.ts';
import { downstreamError, type Downstream } from './downstream-error.ts';
import { serviceConfig, type RetryPolicies } from './service-config.ts';

export interface ClientOptions<D extends ServiceDefinition> {
  /** The longest that one call may take, retries included, ms. */
  readonly deadlineMs: number;
  /** Absent: the connection is in the clear, and nobody proves who they are. */
  readonly tls?: Tls | undefined;
  /** The methods that have a retry policy of their own. */
  readonly retry?: RetryPolicies<D>;
}

/** What a call has to respect; the `CallScope` of a handler is one. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** When the caller stops waiting, ms since the epoch. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Calls one service, over as many replicas as its address resolves to. A failed call rejects with a `MeshError` that
 * names the service. An aborted one rejects with the reason of its signal. Disposing of it lets calls under way end.
 */
export interface MeshClient<D extends ServiceDefinition> extends AsyncDisposable {
  unary<M extends MethodName<D>>(
    method: M,
    request: RequestInput<D, M>,
    options?: CallOptions,
  ): Promise<Response<D, M>>;
  /** Calls when the first message is asked for, and reads no faster than that. A loop that breaks off cancels the call. */
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
  options: ClientOptions<D>,
): MeshClient<D> {
  applyWorkArounds();
  return new GrpcClient(definition, address, options);
}

class GrpcClient<D extends ServiceDefinition> implements MeshClient<D> {
  readonly #definition: D;
  readonly #downstream: Downstream;
  readonly #client: RenewedClient;
  readonly #budgetMs: number;

  constructor(definition: D, address: string, { deadlineMs, tls, retry = {} }: ClientOptions<D>) {
    this.#definition = definition;
    this.#downstream = { service: serviceNameOf(definition), address };
    this.#client = new RenewedClient(address, channelCredentials(tls), {
      ...clientOptions,
      'grpc.service_config': JSON.stringify(serviceConfig(definition, retry)),
      interceptors: [clientMetrics(address)],
    });
    this.#budgetMs = deadlineMs;
  }

  async unary<M extends MethodName<D>>(
    method: M,
    request: RequestInput<D, M>,
    { signal, deadlineMs }: CallOptions = {},
  ): Promise<Response<D, M>> {
    signal?.throwIfAborted();
    const { path, requestSerialize, responseDeserialize } = methodOf(this.#definition, method);
    const { promise, resolve, reject } = Promise.withResolvers<Response<D, M>>();
    const call = this.#client.current.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      new Metadata(), // never a shared one: the instrumentation leaves the baggage of a call in it
      { deadline: this.#deadline(deadlineMs) },
      (error, response) => (response === undefined ? reject(error) : resolve(response)),
    );
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel);
    try {
      return await promise;
    } catch (error) {
      throw this.#failure(error, signal);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async *stream<M extends MethodName<D>>(
    method: M,
    request: RequestInput<D, M>,
    { signal, deadlineMs }: CallOptions = {},
  ): AsyncGenerator<Response<D, M>, void> {
    signal?.throwIfAborted();
    const { path, requestSerialize, responseDeserialize } = methodOf(this.#definition, method);
    const call = this.#client.current.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      new Metadata(),
      { deadline: this.#deadline(deadlineMs) },
    );
    const cancel = (): void => call.cancel();
    signal?.addEventListener('abort', cancel);
    try {
      for await (const message of call) yield message;
    } catch (error) {
      throw this.#failure(error, signal);
    } finally {
      signal?.removeEventListener('abort', cancel);
      cancel();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close();
  }

  #deadline(deadlineMs = Infinity): number {
    return Math.min(deadlineMs, Date.now() + this.#budgetMs);
  }

  /** Returns what a call fails with; for an aborted one, that is the reason of its signal. */
  #failure(error: unknown, signal: AbortSignal | undefined): unknown {
    return signal?.aborted ? signal.reason : downstreamError(error, this.#downstream);
  }
}
