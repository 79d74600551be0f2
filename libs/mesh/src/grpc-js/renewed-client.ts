import { Client, type ChannelCredentials, type ClientOptions } from '@grpc/grpc-js';

/**
 * How long the addresses behind a name are taken for true, ms. grpc-js looks a name up again only when a connection
 * breaks, so that replicas that come later would never get a call. Shorter: more look-ups, each before the call that
 * meets it; longer: a replica that was added stays idle longer.
 */
export const addressesLastMs = 15_000;

/**
 * Clients of one address, each used for a while. The connections are those of the process and outlive them: only the
 * look-up of the name is new. The server's `grpc.max_connection_age_ms` would do the same by closing connections, but
 * grpc-js 1.14 then breaks every call that is still under way at the next keepalive ping.
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
