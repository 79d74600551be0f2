import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

const prefix = 'grpc.';

/** Names rpc spans as the semantic conventions do. The instrumentation puts `grpc.` before the method. */
export const semanticSpanNames: SpanProcessor = {
  onStart(span: Span) {
    if (span.name.startsWith(prefix)) span.updateName(span.name.slice(prefix.length));
  },
  onEnd() {},
  async forceFlush() {},
  async shutdown() {},
};
