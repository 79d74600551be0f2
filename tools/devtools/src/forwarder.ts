import { Client, credentials } from '@grpc/grpc-js';

/** Another receiver of OTLP over gRPC. */
export interface ForwardTarget {
  /** Host:port. */
  readonly address: string;
  /** Told of each export that did not arrive, with the reason. */
  readonly onLost: (reason: string) => void;
}

/** Sends exports on as they came. Disposing of it waits for those under way. */
export interface Forwarder extends AsyncDisposable {
  send(path: string, bytes: Buffer): void;
}

/** For one export. Nothing is tried again: what is forwarded is stored here. */
const budgetMs = 5_000;

export function openForwarder({ address, onLost }: ForwardTarget): Forwarder {
  const client = new Client(address, credentials.createInsecure());
  const underWay = new Set<Promise<void>>();
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    send(path, bytes) {
      const { promise, resolve } = Promise.withResolvers<void>();
      underWay.add(promise);
      client.makeUnaryRequest(path, asIs, asIs, bytes, { deadline: Date.now() + budgetMs }, (error) => {
        if (error) onLost(error.details);
        underWay.delete(promise);
        resolve();
      });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(underWay);
      client.close();
    },
  };
}
