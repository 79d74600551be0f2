import { Client, credentials } from '@grpc/grpc-js';

/** Another receiver of OTLP over gRPC. */
export interface ForwardTarget {
  /** Host:port. */
  readonly address: string;
  /** Called for each export that did not arrive, with the reason. */
  readonly onLost: (reason: string) => void;
}

/** Forwards exports unchanged. Disposing of it waits for those in flight. */
export interface Forwarder extends AsyncDisposable {
  send(path: string, bytes: Buffer): void;
}

/** Longest time for one export, ms. A failed export is not repeated: this backend has stored it. */
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
