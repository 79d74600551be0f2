import {
  ServerInterceptingCall,
  status,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';

/** The calls a server has not answered yet. */
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

  /** Answers all of them with UNAVAILABLE, by which callers turn to another replica. */
  refuse(reason: string): void {
    for (const call of this.#calls) call.sendStatus({ code: status.UNAVAILABLE, details: reason });
    this.#calls.clear();
  }
}
