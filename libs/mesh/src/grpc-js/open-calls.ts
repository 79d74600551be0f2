import {
  ServerInterceptingCall,
  status,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';

/**
 * The calls that a server has not answered yet, so that it can answer them before it ends. It needs no internals.
 *
 * Upstream: `forceShutdown` resets the open streams, which callers see as CANCELLED and do not repeat. `tryShutdown`
 * waits for all of them, and an open `Health.Watch` never ends.
 *
 * It can go when a server can be told the status to shut down with.
 * @see https://github.com/grpc/grpc-node/blob/@grpc/grpc-js@1.14.3/packages/grpc-js/src/server.ts#L1147
 * @see https://github.com/grpc/grpc/issues/41785 the same in gRPC's core
 */
export class OpenCalls {
  readonly #calls = new Set<ServerInterceptingCallInterface>();

  readonly interceptor: ServerInterceptor = (_method, call) => {
    this.#calls.add(call);
    return new ServerInterceptingCall(call, {
      start: (next) => next({ onCancel: () => void this.#calls.delete(call) }),
      sendStatus: (answer, next) => {
        this.#calls.delete(call);
        next(answer);
      },
    });
  };

  get size(): number {
    return this.#calls.size;
  }

  /** Answers all of them with UNAVAILABLE, by which callers turn to another replica. */
  refuse(reason: string): void {
    for (const call of this.#calls) call.sendStatus({ code: status.UNAVAILABLE, details: reason });
    this.#calls.clear();
  }
}
