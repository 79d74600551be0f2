// A worker thread that does one task for each message.
import { context, trace } from '@opentelemetry/api';
import { parentPort } from 'node:worker_threads';
import { allowedBaggage, type Carrier, type SpanData, takeSpans, unpack } from '../../index.ts';

export interface Reply {
  readonly spans: SpanData[];
  readonly traceId: string | undefined;
  readonly baggage: Record<string, string>;
}

parentPort?.on('message', (carrier: Carrier) => {
  const seen = context.with(unpack(carrier), () =>
    trace.getTracer('worker').startActiveSpan('extract block', (span) => {
      trace.getTracer('worker').startSpan('inner').end();
      span.end();
      return { traceId: trace.getActiveSpan()?.spanContext().traceId, baggage: allowedBaggage() };
    }),
  );
  parentPort?.postMessage({ ...seen, spans: takeSpans() } satisfies Reply);
});
