import {
  InterceptingCall,
  ServerInterceptingCall,
  status,
  type Interceptor,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { context, type Attributes } from '@opentelemetry/api';
import { instrument, names } from '@prime-mesh/telemetry';
import { contextOf } from '../serve/call-context.ts';

const { rpcSystemName, rpcMethod, rpcResponseStatusCode, errorType, serverAddress, serverPort } =
  names.attributes;

/** Health checks and reflection come every few seconds for ever and say nothing about the work. */
const isOwnBusiness = (path: string): boolean => !path.startsWith('/grpc.');

/** Records `rpc.server.call.duration`, with the baggage that came with the call. */
export function serverMetrics(): ServerInterceptor {
  const duration = instrument(names.metrics.rpcServerCallDuration);
  return ({ path }, call) => {
    if (!isOwnBusiness(path)) return new ServerInterceptingCall(call);
    const watch = stopwatch(path);
    let metadata: Metadata | undefined;
    let isOpen = true;
    const record = (code: status): void => {
      if (!isOpen) return;
      isOpen = false;
      duration.record(watch.seconds(), watch.attributes(code), contextOf(metadata));
    };
    // Not by the interceptor's own sendStatus: grpc-js answers a passed deadline, an oversized message and a bad
    // encoding below its interceptors, by this method of the call.
    const sendStatus = call.sendStatus.bind(call);
    call.sendStatus = (answer) => {
      record(answer.code);
      sendStatus(answer);
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (incoming, pass) => {
            metadata = incoming;
            pass(incoming);
          },
          onCancel: () => record(status.CANCELLED), // the caller hung up before any status
        }),
    });
  };
}

/** Records `rpc.client.call.duration` of calls to `address`, retries included, with the context of the caller. */
export function clientMetrics(address: string): Interceptor {
  const duration = instrument(names.metrics.rpcClientCallDuration);
  const server = serverAttributes(address);
  return (options, nextCall) => {
    const { path } = options.method_definition;
    if (!isOwnBusiness(path)) return new InterceptingCall(nextCall(options));
    const watch = stopwatch(path);
    const caller = context.active();
    return new InterceptingCall(nextCall(options), {
      start: (metadata, _listener, next) =>
        next(metadata, {
          onReceiveStatus: (answer, pass) => {
            duration.record(watch.seconds(), { ...watch.attributes(answer.code), ...server }, caller);
            pass(answer);
          },
        }),
    });
  };
}

function stopwatch(path: string): { seconds: () => number; attributes: (code: status) => Attributes } {
  const startedAt = performance.now();
  return {
    seconds: () => (performance.now() - startedAt) / 1000,
    attributes: (code) => ({
      [rpcSystemName]: 'grpc',
      [rpcMethod]: path.slice(1),
      [rpcResponseStatusCode]: status[code],
      ...(code !== status.OK && { [errorType]: status[code] }),
    }),
  };
}

function serverAttributes(address: string): Attributes {
  const [, host, port] = /^(?:dns:\/\/\/)?([^,/]+):(\d+)$/.exec(address) ?? [];
  return host === undefined
    ? { [serverAddress]: address }
    : { [serverAddress]: host, [serverPort]: Number(port) };
}
