import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { encodeErrorDetails } from '@prime-mesh/contracts';
import { shortenText } from './error-text.ts';
import { MeshError } from './mesh-error.ts';

/** All that a caller is told of a failure that was not foreseen. The rest is in the log and on the span. */
const internalText = 'internal error';

/** A full queue has room again when one block is done, which takes less on a laptop. Shorter: more refused calls. */
const retryAfterSeconds = 1;

/**
 * Returns what goes over the wire for an error:
 * - an error that carries a gRPC code (`MeshError`, `InvalidMessageError` of contracts) → that code, its message, shortened, and google.rpc
 *   details: the field that is wrong, or when to call again;
 * - `AbortError` and `TimeoutError` → the status of what caused them, or else CANCELLED and DEADLINE_EXCEEDED;
 * - everything else → INTERNAL with a fixed text.
 *
 * A `RangeError` is in the last group, as JavaScript throws it for programming errors, too, such as a stack overflow.
 * For a bound of the request, throw `outOfRange`.
 */
export function toStatus(error: unknown): StatusObject {
  const metadata = new Metadata();
  if (!(error instanceof Error)) return { code: status.INTERNAL, details: internalText, metadata };
  if (error instanceof MeshError && error.code === status.UNAVAILABLE && error.downstream !== undefined) {
    // The call to the failed service was repeated already. Callers of callers must not repeat the repetitions.
    // https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
    metadata.set('grpc-retry-pushback-ms', '-1');
  }
  const code = codeOf(error);
  if (code !== undefined) return describe(code, error, metadata);
  if (error.name !== 'AbortError' && error.name !== 'TimeoutError') {
    return { code: status.INTERNAL, details: internalText, metadata };
  }
  if (error.cause instanceof MeshError) return toStatus(error.cause);
  return error.name === 'AbortError'
    ? { code: status.CANCELLED, details: 'cancelled', metadata }
    : { code: status.DEADLINE_EXCEEDED, details: 'deadline exceeded', metadata };
}

function describe(code: status, error: Error, metadata: Metadata): StatusObject {
  const text = shortenText(error.message);
  const field = 'field' in error && typeof error.field === 'string' ? error.field : undefined;
  const isExhausted = code === status.RESOURCE_EXHAUSTED;
  const details = encodeErrorDetails(code, text, { field, ...(isExhausted && { retryAfterSeconds }) });
  if (details !== undefined) metadata.set('grpc-status-details-bin', details);
  return { code, details: text, metadata };
}

/** Returns the gRPC code that an error has. A DOMException has numbers of its own in `code`. */
function codeOf(error: Error): status | undefined {
  if (error instanceof DOMException || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'number' && code !== status.OK && code in status ? code : undefined;
}

/** Returns whether a status means that this service, and not its caller, is at fault. */
export function isOwnFault(code: status): boolean {
  return code === status.INTERNAL || code === status.UNKNOWN || code === status.DATA_LOSS;
}
