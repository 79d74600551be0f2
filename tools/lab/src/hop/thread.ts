// The worker thread of a hop. It does what a pool's task does: restores the context of its message, if it has one.
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { takeSpans, unpack, type Carrier, type SpanData } from '@prime-mesh/telemetry';
import { parentPort } from 'node:worker_threads';
import type { Seen } from './protocol.ts';
import { seenIn } from './seen.ts';

/** A call with a number that its answer repeats. */
export interface ThreadCall {
  readonly number: number;
  /** Absent if the message carries no context. */
  readonly carrier?: Carrier;
}
export interface ThreadAnswer {
  readonly number: number;
  readonly seen: Seen;
  readonly spans: readonly SpanData[];
}

parentPort?.on('message', ({ number, carrier }: ThreadCall) => {
  const from = carrier === undefined ? ROOT_CONTEXT : unpack(carrier);
  context.with(from, () => {
    const seen = seenIn();
    trace.getTracer('lab').startActiveSpan('thread', (span) => span.end());
    parentPort?.postMessage({ number, seen, spans: takeSpans() } satisfies ThreadAnswer);
  });
});
