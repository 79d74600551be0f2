import type { Metadata } from '@grpc/grpc-js';

const isPropagated = (name: string): boolean =>
  /^(traceparent|tracestate|baggage|b3|x-b3-.+|lab-.+|grpc-previous-rpc-attempts)$/.test(name);

/** The headers of trace, baggage, attempts and the lab itself. Several of one name are joined by commas. */
export function propagationHeaders(metadata: Metadata): Record<string, string> {
  const names = Object.keys(metadata.getMap()).filter(isPropagated).toSorted();
  return Object.fromEntries(names.map((name) => [name, metadata.get(name).join(',')]));
}
