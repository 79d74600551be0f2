import { status, type ServerErrorResponse } from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { createLogger, names } from '@prime-mesh/telemetry';
import { shortenText } from '../wire/error-text.ts';
import { isOwnFault, toStatus } from '../wire/to-status.ts';

const log = createLogger('mesh.server');

/**
 * Returns a function that turns the error of a call into its answer. The wire gets the status, and the span the error's
 * message. If this service is at fault, the span and the log get the whole error. Call it where the server span is active.
 */
export function failureReporter(path: string): (error: unknown) => ServerErrorResponse {
  const span = trace.getActiveSpan();
  return (reason) => {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    const answer = toStatus(reason);
    if (isOwnFault(answer.code)) {
      span?.recordException(error);
      const { rpcMethod, rpcResponseStatusCode } = names.attributes;
      const fields = { [rpcMethod]: path.slice(1), [rpcResponseStatusCode]: status[answer.code] };
      log.error(names.events.rpcFailed, fields, error);
    }
    // grpc-js sends `details`; instrumentation-grpc puts `name` and `message` on the span.
    return { name: error.name, message: shortenText(error.message), ...answer };
  };
}
