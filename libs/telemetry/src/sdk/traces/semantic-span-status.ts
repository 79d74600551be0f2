import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/**
 * UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE and DATA_LOSS. Numbers, because an import of
 * @grpc/grpc-js here would come before its instrumentation.
 * @see https://opentelemetry.io/docs/specs/semconv/rpc/grpc/#grpc-status
 */
const serverErrors: ReadonlySet<unknown> = new Set([2, 4, 12, 13, 14, 15]);

/**
 * Leaves the status of a server span unset where the call failed by a fault of the caller, as the semantic conventions
 * say. The instrumentation (0.223) makes an error of every status but OK. Must come before the processors that export.
 */
export const semanticSpanStatus: SpanProcessor = {
  onStart() {},
  onEnd(span: ReadableSpan) {
    const code = span.attributes['rpc.grpc.status_code'];
    if (span.kind !== SpanKind.SERVER || code === undefined || serverErrors.has(code)) return;
    (span as { status: ReadableSpan['status'] }).status = { code: SpanStatusCode.UNSET }; // readonly by its type alone
  },
  async forceFlush() {},
  async shutdown() {},
};
