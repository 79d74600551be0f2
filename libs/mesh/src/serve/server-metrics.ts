import { ServerInterceptingCall, status, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';
import { instrument, names } from '@prime-mesh/telemetry';
import { amendStatus } from '../grpc-js/amend-status.ts';
import { isCounted, startStopwatch } from '../wire/rpc-metrics.ts';
import { contextOf } from './call-context.ts';

/**
 * Records `rpc.server.call.duration`, with the baggage that came with the call. It has to be the first interceptor of
 * its server: `amendStatus` says why.
 */
export function serverMetrics(): ServerInterceptor {
  const duration = instrument(names.metrics.rpcServerCallDuration);
  return ({ path }, call) => {
    if (!isCounted(path)) {
      amendStatus(call, () => {});
      return new ServerInterceptingCall(call);
    }
    const watch = startStopwatch(path);
    let metadata: Metadata | undefined;
    let isOpen = true;
    const record = (code: status): void => {
      if (!isOpen) return;
      isOpen = false;
      duration.record(watch.seconds(), watch.attributes(code), contextOf(metadata));
    };
    const isObserved = amendStatus(call, record);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (incoming, pass) => {
            metadata = incoming;
            pass(incoming);
          },
          onCancel: () => record(status.CANCELLED), // the caller hung up before any status
        }),
      ...(!isObserved && {
        sendStatus: (answer, next) => {
          record(answer.code);
          next(answer);
        },
      }),
    });
  };
}
