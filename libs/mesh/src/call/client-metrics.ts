import { InterceptingCall, type Interceptor } from '@grpc/grpc-js';
import { context, trace, type Attributes } from '@opentelemetry/api';
import { instrument, isInstrumented, names } from '@prime-mesh/telemetry';
import { isCounted, startStopwatch } from '../wire/rpc-metrics.ts';

const { serverAddress, serverPort } = names.attributes;

/**
 * Records `rpc.client.call.duration` of calls to `address`, retries included, with the context of the caller. That is
 * not the context in which the status comes in: a connection may be another caller's.
 */
export function clientMetrics(address: string): Interceptor {
  const duration = instrument(names.metrics.rpcClientCallDuration);
  const server = serverAttributes(address);
  return (options, nextCall) => {
    const { path } = options.method_definition;
    if (!isCounted(path)) return new InterceptingCall(nextCall(options));
    const watch = startStopwatch(path);
    const caller = context.active();
    if (isInstrumented()) trace.getActiveSpan()?.setAttributes(server); // the client span; it knows no IPv6 address
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

/** One server, with or without the scheme of a resolver; an IPv6 address in brackets. */
const oneServer = /^(?:dns:(?:\/\/\/)?|ipv[46]:)?\[?(?<host>[^,/[\]]+?)\]?:(?<port>\d+)$/;

/** Several servers stand for themselves: which of them a call goes to is decided after it has begun. */
function serverAttributes(address: string): Attributes {
  const { host, port } = oneServer.exec(address)?.groups ?? {};
  return host === undefined
    ? { [serverAddress]: address }
    : { [serverAddress]: host, [serverPort]: Number(port) };
}
