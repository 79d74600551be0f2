import { Client, type ChannelCredentials, type ClientOptions } from '@grpc/grpc-js';

/**
 * How long the addresses behind a name are used before it is looked up again, ms. Shorter: more look-ups, each before
 * the call that meets it. Longer: a replica that was added stays idle longer.
 */
export const addressesLastMs = 15_000;

/**
 * Clients of one address, each used for a while, so that replicas that come later get calls, too. The connections are
 * those of the process and outlive the clients: only the look-up of the name is new. It needs no internals.
 *
 * Upstream: grpc-js looks a name up again only when a connection breaks. A server could break them by
 * `grpc.max_connection_age_ms`, but then the next keepalive ping of the client ends every call that is under way.
 *
 * It can go when grpc-js looks names up at intervals, or when calls outlast the age of their connection.
 * @see https://github.com/grpc/grpc-node/issues/2265 replicas are not found
 * @see https://github.com/grpc/grpc-node/issues/3068 a ping ends the calls
 */
export class RenewedClient {
  readonly #make: () => Client;
  #client: Client;
  #retired: Client | undefined;
  #madeAtMs = performance.now();

  constructor(address: string, credentials: ChannelCredentials, options: ClientOptions) {
    this.#make = () => new Client(address, credentials, { ...options });
    this.#client = this.#make();
  }

  /** The client to make the next call with. */
  get current(): Client {
    if (performance.now() - this.#madeAtMs < addressesLastMs) return this.#client;
    this.#retired?.close();
    this.#retired = this.#client; // stays open, so that its calls can be tried again
    this.#client = this.#make();
    this.#madeAtMs = performance.now();
    return this.#client;
  }

  /** Lets calls under way end. */
  close(): void {
    this.#retired?.close();
    this.#client.close();
  }
}
