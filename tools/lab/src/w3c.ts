import { randomBytes } from 'node:crypto';

/** A new trace context to send. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** Its traceparent header, of a sampled trace. */
  readonly traceparent: string;
  /** Its b3 header. */
  readonly b3: string;
}

/** Makes a trace context with random ids. */
export function drawTrace(): TraceContext {
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01`, b3: `${traceId}-${spanId}-1` };
}

/** Entries of a baggage header by key. Values are not decoded, and include their properties. */
export function parseBaggageHeader(header = ''): Record<string, string> {
  const members = header.split(',').filter((member) => member !== '');
  return Object.fromEntries(
    members.map((member) => {
      const at = member.indexOf('=');
      return [member.slice(0, at).trim(), member.slice(at + 1)];
    }),
  );
}
